package dev.marathon.spec;

import dev.marathon.base.Unhandled;
import java.util.List;
import java.util.function.Function;

/**
 * What came of reading a request body: a valid value, or everything that is wrong with it. Both
 * kinds of {@link Invalid} are status 422.
 */
public sealed interface Parsed<T> {

  record Valid<T>(T value) implements Parsed<T> {}

  /**
   * @param message {@link #INVALID_JSON} for wrong types and limits, {@link #NOT_VALID} for broken
   *     rules
   */
  record Invalid<T>(String message, List<Violation> details) implements Parsed<T> {
    public Invalid {
      details = List.copyOf(details);
    }

    /** The same refusal, as an answer to a request for another type. */
    public <U> Invalid<U> as() {
      return new Invalid<>(message, details);
    }
  }

  /** Message of a body whose types or limits are wrong. Clients compare it. */
  String INVALID_JSON = "Invalid JSON";

  /** Message of a well-formed body that breaks a rule. Clients compare it. */
  String NOT_VALID = "Object is not valid";

  static <T> Parsed<T> invalidJson(Violations found) {
    return new Invalid<>(INVALID_JSON, found.list());
  }

  static <T> Parsed<T> notValid(Violations found) {
    return new Invalid<>(NOT_VALID, found.list());
  }

  static <T> Parsed<T> notValid(String path, String error) {
    return new Invalid<>(NOT_VALID, List.of(new Violation(path, List.of(error))));
  }

  /** Goes on with the value, if there is one. */
  default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
    if (this instanceof Valid<T> valid) {
      return next.apply(valid.value());
    }
    if (this instanceof Invalid<T> invalid) {
      return invalid.as();
    }
    throw new Unhandled(this);
  }

  /** The same result, seen from an object that holds this one at {@code prefix}. */
  default Parsed<T> under(String prefix) {
    return this instanceof Invalid<T> invalid
        ? new Invalid<>(
            invalid.message(),
            invalid.details().stream().map(violation -> violation.under(prefix)).toList())
        : this;
  }
}
