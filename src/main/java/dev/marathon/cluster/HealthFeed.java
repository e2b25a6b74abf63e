package dev.marathon.cluster;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.actor.GroupActor;
import dev.marathon.health.actor.HealthActor;
import dev.marathon.health.actor.Watched;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.overview.Change;
import dev.marathon.overview.Overview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a change of the overview means to those who run the checks. */
final class HealthFeed {

  private HealthFeed() {}

  static Optional<HealthActor.Message> of(Change change) {
    if (change instanceof Change.LedgerWritten written) {
      return seen(written.after(), touched(written));
    }
    if (change instanceof Change.GroupWritten written) {
      return held(written.after(), moved(written));
    }
    if (change instanceof Change.OwnerRead read) {
      return read.owner().equals(GroupActor.PERSISTENCE_ID) ? tree(read) : ledger(read);
    }
    return Optional.empty();
  }

  private static Optional<HealthActor.Message> tree(Change.OwnerRead read) {
    var apps = new LinkedHashSet<>(read.before().group().deployments().locks().keySet());
    apps.addAll(read.after().group().deployments().locks().keySet());
    return held(read.after(), apps);
  }

  private static Optional<HealthActor.Message> ledger(Change.OwnerRead read) {
    var ids = new LinkedHashSet<InstanceId>();
    for (int i = 0; i < AppId.LEDGERS; i++) {
      if (read.owner().equals(InstanceLedgerActor.persistenceId(i))) {
        all(read.before().ledgers().get(i), ids);
        all(read.after().ledgers().get(i), ids);
      }
    }
    return seen(read.after(), ids);
  }

  // Instances.

  private static Set<InstanceId> touched(Change.LedgerWritten written) {
    var ids = new LinkedHashSet<InstanceId>();
    for (var stored : written.write().events()) {
      var event = stored.event();
      if (event instanceof LedgerEvent.InstanceProvisioned e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.ConditionChanged e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.HealthChanged e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.ReadinessChanged e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.KillRequested e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.GoalChanged e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.InstanceExpunged e) {
        ids.add(e.id());
      } else if (event instanceof LedgerEvent.TargetSet e) {
        var app = e.definition().id();
        ledger(written.after(), app).ifPresent(found -> all(found, ids));
      }
    }
    return ids;
  }

  private static Optional<AppLedger> ledger(Overview overview, AppId app) {
    return overview.ledgers().get(app.ledger()).app(app);
  }

  private static void all(LedgerState ledger, Set<InstanceId> ids) {
    ledger.apps().values().forEach(app -> all(app, ids));
  }

  /** Ids of all instances that may have checks. */
  private static void all(AppLedger app, Set<InstanceId> ids) {
    for (var generation : app.generations().values()) {
      if (Watched.wanted(generation.definition())) {
        ids.addAll(generation.instances().keySet());
      }
    }
  }

  private static Optional<HealthActor.Message> seen(Overview overview, Set<InstanceId> ids) {
    var tasks = new ArrayList<Watched>();
    var gone = new ArrayList<InstanceId>();
    for (var id : ids) {
      overview
          .ledgers()
          .get(id.ledger())
          .instance(id)
          .flatMap(instance -> watched(overview, instance))
          .ifPresentOrElse(tasks::add, () -> gone.add(id));
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(new HealthActor.Seen(tasks, gone));
  }

  private static Optional<Watched> watched(Overview overview, Instance instance) {
    var app = ledger(overview, instance.appId()).orElseThrow();
    var generation = app.generation(instance);
    return instance.condition().terminal() || !Watched.wanted(generation.definition())
        ? Optional.empty()
        : Optional.of(
            new Watched(
                instance,
                generation.definition(),
                generation.configVersion().equals(app.target().configVersion())));
  }

  // Deployments.

  private static Set<AppId> moved(Change.GroupWritten written) {
    var apps = new LinkedHashSet<AppId>();
    for (var stored : written.write().events()) {
      if (stored.event() instanceof GroupEvent.ChangeCommitted e) {
        apps.addAll(e.plan().affected());
      } else if (stored.event() instanceof GroupEvent.DeploymentEnded e) {
        apps.addAll(e.plan().affected());
      }
    }
    return apps;
  }

  private static Optional<HealthActor.Message> held(Overview overview, Set<AppId> apps) {
    var locks = overview.group().deployments().locks();
    Map<AppId, Optional<UUID>> held = new HashMap<>();
    apps.forEach(app -> held.put(app, Optional.ofNullable(locks.get(app))));
    return held.isEmpty() ? Optional.empty() : Optional.of(new HealthActor.Held(held));
  }
}
