package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One app in a ledger: its target and its instances by configuration.
 *
 * @param generations always has the target's configuration; others only while they have instances
 */
public record AppLedger(
    Target target, PMap<Version, Generation> generations, Optional<Failure> lastFailure) {

  static AppLedger of(Target target) {
    return new AppLedger(target, HashTreePMap.empty(), Optional.empty()).withTarget(target);
  }

  public Optional<Instance> instance(InstanceId id) {
    for (var generation : generations.values()) {
      var instance = generation.instances().get(id);
      if (instance != null) {
        return Optional.of(instance);
      }
    }
    return Optional.empty();
  }

  /** All instances, of every configuration, in no order. */
  public Stream<Instance> instances() {
    return generations.values().stream().flatMap(g -> g.instances().values().stream());
  }

  /** Instances of the wanted configuration. */
  public Generation current() {
    return generations.get(target.configVersion());
  }

  /** Instances of other configurations; none of them is empty. */
  public Collection<Generation> outdated() {
    return generations.size() == 1 ? List.of() : generations.minus(target.configVersion()).values();
  }

  /** The configuration that the instance belongs to. */
  public Generation generation(Instance instance) {
    return generations.get(instance.configVersion());
  }

  boolean empty() {
    return generations.size() == 1 && current().instances().isEmpty();
  }

  AppLedger withTarget(Target newTarget) {
    PMap<Version, Generation> kept = HashTreePMap.empty();
    for (var entry : generations.entrySet()) {
      var generation = entry.getValue();
      if (!generation.instances().isEmpty()) {
        kept =
            kept.plus(entry.getKey(), generation.under(generation.definition(), newTarget.order()));
      }
    }
    var version = newTarget.configVersion();
    var before = generations.get(version);
    var current =
        before == null
            ? Generation.empty(newTarget.definition(), newTarget.order())
            : before.under(newTarget.definition(), newTarget.order());
    return new AppLedger(newTarget, kept.plus(version, current), lastFailure);
  }

  AppLedger with(Generation generation) {
    var version = generation.configVersion();
    boolean keep = !generation.instances().isEmpty() || version.equals(target.configVersion());
    return new AppLedger(
        target,
        keep ? generations.plus(version, generation) : generations.minus(version),
        lastFailure);
  }

  AppLedger withoutVictim(InstanceId id) {
    return new AppLedger(target.withoutVictim(id), generations, lastFailure);
  }

  AppLedger withFailure(Failure failure) {
    return new AppLedger(target, generations, Optional.of(failure));
  }
}
