package dev.marathon.cluster;

import dev.marathon.base.AppId;
import dev.marathon.events.actor.EventHub;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.metrics.Metrics;
import dev.marathon.overview.Change;
import dev.marathon.overview.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sizes of things, for the metrics. */
final class Gauges {

  /**
   * Instances by what the gauges tell of them.
   *
   * @param staged sent to Mesos and not running, or lost with their agent
   * @param overdue of those, the ones that should run by now
   * @param kills whose task is to end and has not
   */
  record Instances(int running, int staged, int overdue, int kills) {

    private static final Instances NONE = new Instances(0, 0, 0, 0);

    private Instances plus(Instances other) {
      return new Instances(
          running + other.running,
          staged + other.staged,
          overdue + other.overdue,
          kills + other.kills);
    }
  }

  private record Counted(LedgerState ledger, Instances instances) {

    /** Time alone makes an instance overdue. */
    @SuppressWarnings("ReferenceEquality") // Comparing what they hold would be counting.
    boolean holds(LedgerState now) {
      return now == ledger && instances.staged == 0;
    }
  }

  /** By ledger, so that those that rest are not counted again: there may be many instances. */
  private final List<Counted> counted =
      new ArrayList<>(
          Collections.nCopies(AppId.LEDGERS, new Counted(LedgerState.EMPTY, Instances.NONE)));

  /**
   * @param overdue what was sent to Mesos before and does not run yet is
   */
  Instances count(Overview overview, Instant overdue) {
    var all = Instances.NONE;
    for (int i = 0; i < AppId.LEDGERS; i++) {
      var ledger = overview.ledgers().get(i);
      if (!counted.get(i).holds(ledger)) {
        counted.set(i, new Counted(ledger, count(ledger, overdue)));
      }
      all = all.plus(counted.get(i).instances);
    }
    return all;
  }

  private static Instances count(LedgerState ledger, Instant overdue) {
    int running = 0;
    int staged = 0;
    int late = 0;
    int kills = 0;
    for (var app : ledger.apps().values()) {
      for (var instance : (Iterable<Instance>) app.instances()::iterator) {
        if (instance.condition() == Condition.RUNNING) {
          running++;
        } else if (!instance.condition().terminal()) {
          staged++;
          late += launching(instance) && instance.since().isBefore(overdue) ? 1 : 0;
        }
        kills += ending(instance) ? 1 : 0;
      }
    }
    return new Instances(running, staged, late, kills);
  }

  /**
   * @param overdue as in {@link #count}
   */
  void show(Overview overview, Instant overdue) {
    var instances = count(overview, overdue);
    Metrics.gauge("apps.active", overview.appIds().size());
    Metrics.gauge("groups.active", overview.group().tree().groups().size());
    Metrics.gauge("deployments.active", overview.deployments().size());
    Metrics.gauge("instances.running", instances.running());
    Metrics.gauge("instances.staged", instances.staged());
    Metrics.gauge("instances.launch-overdue", instances.overdue());
    Metrics.gauge("instances.inflight-kills", instances.kills());
  }

  private static boolean launching(Instance instance) {
    return switch (instance.condition()) {
      case PROVISIONED, STAGING, STARTING -> true;
      default -> false;
    };
  }

  private static boolean ending(Instance instance) {
    return !instance.condition().terminal()
        && (instance.goal() != Goal.RUNNING || instance.killReason().isPresent());
  }

  static void show(EventHub.Standing standing) {
    Metrics.gauge("events.lag", standing.lag());
  }

  /** Times the first RUNNING of each task. */
  static void ran(Change.LedgerWritten written) {
    for (var stored : written.write().events()) {
      if (stored.event() instanceof LedgerEvent.ConditionChanged changed
          && changed.condition() == Condition.RUNNING) {
        written
            .write()
            .state()
            .instance(changed.id())
            .filter(instance -> instance.startedAt().filter(changed.at()::equals).isPresent())
            .map(instance -> Duration.between(instance.stagedAt(), changed.at()))
            .filter(took -> !took.isNegative())
            .ifPresent(took -> Metrics.time("tasks.time-to-running", took));
      }
    }
  }
}
