package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The instances of an app that share one configuration, with what can be counted of them.
 *
 * @param definition newest definition of this configuration; others differ in the count only
 * @param order order of the app's target
 * @param waiting instances to start again
 * @param placed where the instances are that constraints look at; empty without constraints
 */
public record Generation(
    AppDefinition definition,
    long order,
    PMap<InstanceId, Instance> instances,
    PSet<InstanceId> waiting,
    PMap<InstanceId, Placement> placed,
    Tally tally,
    Optional<Backoff> backoff) {

  static Generation empty(AppDefinition definition, long order) {
    return new Generation(
        definition,
        order,
        HashTreePMap.empty(),
        HashTreePSet.empty(),
        HashTreePMap.empty(),
        Tally.ZERO,
        Optional.empty());
  }

  public Version configVersion() {
    return Target.configVersion(definition);
  }

  /** Adds the instance or replaces its former state. */
  Generation put(Instance instance) {
    var id = instance.id();
    var before = instances.get(id);
    var counted = before == null ? tally : tally.minus(count(before));
    return new Generation(
        definition,
        order,
        instances.plus(id, instance),
        instance.waiting() ? waiting.plus(id) : waiting.minus(id),
        placed(instance),
        counted.plus(count(instance)),
        backoff);
  }

  Generation remove(Instance instance) {
    var id = instance.id();
    return new Generation(
        definition,
        order,
        instances.minus(id),
        waiting.minus(id),
        placed.minus(id),
        tally.minus(count(instances.get(id))),
        backoff);
  }

  /** The same instances under another target. */
  Generation under(AppDefinition newDefinition, long newOrder) {
    var again = empty(newDefinition, newOrder).withBackoff(backoff);
    for (var instance : instances.values()) {
      again = again.put(instance);
    }
    return again;
  }

  Generation withBackoff(Optional<Backoff> newBackoff) {
    return new Generation(definition, order, instances, waiting, placed, tally, newBackoff);
  }

  boolean serving(Instance instance) {
    return instance.serving(definition);
  }

  private Tally count(Instance instance) {
    return Tally.of(instance, definition, order);
  }

  private PMap<InstanceId, Placement> placed(Instance instance) {
    if (definition.constraints().isEmpty()) {
      return placed;
    }
    // An instance whose agent is lost may not come back, so it reserves no place; one that was
    // replaced and ends does occupy its place (Marathon's rule).
    boolean counts =
        !instance.condition().terminal() && instance.condition() != Condition.UNREACHABLE;
    return counts ? placed.plus(instance.id(), instance.placement()) : placed.minus(instance.id());
  }
}
