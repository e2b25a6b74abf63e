package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * What an app lacks, in a form that is cheap to derive and to compare: unchanged parts are the same
 * objects.
 */
record Wants(
    AppDefinition definition,
    int fresh,
    PSet<InstanceId> relaunch,
    Optional<Instant> notBefore,
    PMap<InstanceId, Placement> placed) {

  /** Absent if the app lacks nothing. */
  static Optional<Wants> of(AppLedger app) {
    var current = app.current();
    int fresh = RollingStep.of(app, 0).fresh();
    // A removed app's instances are all about to be decommissioned.
    if (app.target().removed() || (fresh == 0 && current.waiting().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Wants(
            current.definition(),
            fresh,
            current.waiting(),
            current.backoff().map(Backoff::until),
            current.placed()));
  }

  Demand demand(AppLedger app) {
    var instances = app.current().instances();
    return new Demand(
        definition.id(),
        definition,
        fresh,
        relaunch.stream()
            .map(id -> new Demand.Relaunch(id, instances.get(id).incarnation() + 1))
            .toList(),
        notBefore,
        List.copyOf(placed.values()));
  }

  static Demand nothing(AppDefinition definition) {
    return new Demand(definition.id(), definition, 0, List.of(), Optional.empty(), List.of());
  }
}
