package dev.marathon.spec;

import dev.marathon.base.Unhandled;
import java.util.Collection;

/**
 * Violations of several bodies in one request, apart by stage: wrong types outrank broken rules.
 */
final class Refusals {

  final Violations types = new Violations();
  final Violations rules = new Violations();

  /** Adds the value to the valid ones, or its violations to the others under a prefix. */
  <T> void collect(String prefix, Parsed<T> parsed, Collection<T> valid) {
    if (parsed instanceof Parsed.Valid<T> good) {
      valid.add(good.value());
    } else if (parsed instanceof Parsed.Invalid<T> bad) {
      var stage = bad.message().equals(Parsed.INVALID_JSON) ? types : rules;
      stage.addAll(prefix, bad.details());
    } else {
      throw new Unhandled(parsed);
    }
  }

  /** The value, unless something was refused. */
  <T> Parsed<T> or(T value) {
    if (!types.none()) {
      return Parsed.invalidJson(types);
    }
    return rules.none() ? new Parsed.Valid<>(value) : Parsed.notValid(rules);
  }
}
