package dev.marathon.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * Everything that one ledger knows. Its JSON is a {@link LedgerSnapshot}.
 *
 * @param apps by id
 * @param bySafeId apps by the safe id that their instances carry; more than one only while a
 *     removed app of the same safe id still has instances
 * @param deadlines of all instances
 */
public record LedgerState(
    PMap<AppId, AppLedger> apps, PMap<String, PVector<AppId>> bySafeId, Deadlines deadlines) {

  public static final LedgerState EMPTY =
      new LedgerState(HashTreePMap.empty(), HashTreePMap.empty(), Deadlines.NONE);

  /** The state after an event; readers fold the same events. */
  public LedgerState apply(LedgerEvent event) {
    return LedgerFold.apply(this, event);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static LedgerState of(LedgerSnapshot snapshot) {
    return snapshot.state();
  }

  @JsonValue
  LedgerSnapshot snapshot() {
    return LedgerSnapshot.of(this);
  }

  public Optional<AppLedger> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  public Optional<Instance> instance(InstanceId id) {
    for (var app : candidates(id)) {
      var instance = apps.get(app).instance(id);
      if (instance.isPresent()) {
        return instance;
      }
    }
    return Optional.empty();
  }

  private List<AppId> candidates(InstanceId id) {
    var found = bySafeId.get(id.safe());
    return found == null ? List.of() : found;
  }

  LedgerState withTarget(Target target) {
    var id = target.definition().id();
    var before = apps.get(id);
    if (before != null) {
      return with(id, before.withTarget(target));
    }
    var same = bySafeId.getOrDefault(id.safe(), TreePVector.empty());
    return new LedgerState(
        apps.plus(id, AppLedger.of(target)), bySafeId.plus(id.safe(), same.plus(id)), deadlines);
  }

  LedgerState withoutApp(AppId id) {
    var others = bySafeId.getOrDefault(id.safe(), TreePVector.empty()).minus(id);
    return new LedgerState(
        apps.minus(id),
        others.isEmpty() ? bySafeId.minus(id.safe()) : bySafeId.plus(id.safe(), others),
        deadlines);
  }

  /** Adds the instance or replaces its former state; its app and configuration are known. */
  LedgerState put(Instance instance) {
    var app = apps.get(instance.appId());
    var generation = app.generation(instance);
    var definition = generation.definition();
    var before = generation.instances().get(instance.id());
    var without = before == null ? deadlines : deadlines.minus(before, definition);
    return new LedgerState(
        apps.plus(instance.appId(), app.with(generation.put(instance))),
        bySafeId,
        without.plus(instance, definition));
  }

  LedgerState remove(Instance instance) {
    var app = apps.get(instance.appId());
    var generation = app.generation(instance);
    return new LedgerState(
        apps.plus(instance.appId(), app.with(generation.remove(instance))),
        bySafeId,
        deadlines.minus(instance, generation.definition()));
  }

  /** An instance that the change named has got its sentence. */
  LedgerState withoutVictim(Instance instance) {
    var app = apps.get(instance.appId());
    return app.target().victims().contains(instance.id())
        ? with(instance.appId(), app.withoutVictim(instance.id()))
        : this;
  }

  LedgerState with(AppId id, AppLedger app) {
    return new LedgerState(apps.plus(id, app), bySafeId, deadlines);
  }

  LedgerState with(AppLedger app, Generation generation) {
    return with(app.target().definition().id(), app.with(generation));
  }
}
