package dev.marathon.instance;

import dev.marathon.spec.AppDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The next step from the instances that are to those that are wanted, derived from state alone, so
 * that a restart needs no memory.
 *
 * <p>Endings come in passes; the caller applies one and asks again, until none is left:
 *
 * <ol>
 *   <li>all instances of a removed app;
 *   <li>instances that the change names;
 *   <li>outdated instances whose task has ended or is lost: they are not started again;
 *   <li>instances of the wanted configuration beyond the wanted count n, by {@link KillOrder};
 *   <li>outdated instances, as far as the upgrade strategy lets them go.
 * </ol>
 *
 * <p>For the last: H counts outdated instances that serve and new ones that are ready, {@code
 * floor} is n × minimumHealthCapacity rounded up, {@code ceiling} is n × (1 + maximumOverCapacity)
 * rounded down. H - floor outdated ones may go, and never more of them stay than n less the ready
 * new ones; those that do not serve go first. Where floor and ceiling leave no room (floor =
 * ceiling ≤ H) the ceiling is one higher. If outdated instances that do not serve take all the
 * room, as many of them make way as would if they served, but at least one.
 *
 * <p>New instances fill the room below the ceiling, which everything takes that may hold resources,
 * including tasks that are being killed. When nothing is outdated the ceiling is n, so an instance
 * that was replaced by request ends before its successor starts.
 *
 * <p>Source: Marathon's scale check and RestartApplication. It counted "kill one old instance per
 * ready new one". Recomputed from H this is the same, with two exceptions that keep the floor:
 * while the app also grows, outdated instances stay until the floor is reached; and where some of
 * them do not serve, those go in addition to the ones that may go at the start, not in their place.
 *
 * @param endings instances to end
 * @param fresh new instances that may be launched now
 */
record RollingStep(List<Ending> endings, int fresh) {

  record Ending(Instance instance, String reason) {}

  /**
   * @param limit at most so many endings; 0 if only the launches are of interest
   */
  static RollingStep of(AppLedger app, int limit) {
    var counts = Counts.of(app);
    return new RollingStep(limit == 0 ? List.of() : endings(app, counts, limit), counts.fresh());
  }

  private static List<Ending> endings(AppLedger app, Counts counts, int limit) {
    if (app.target().removed()) {
      return pick(app.generations().values(), "DeletingApp", limit, instance -> true);
    }
    if (!app.target().victims().isEmpty()) {
      var named = named(app, limit);
      if (!named.isEmpty()) {
        return named;
      }
    }
    if (counts.oldDead() > 0) {
      return pickOld(app, limit, instance -> instance.waiting() || !instance.condition().active());
    }
    int surplus = app.current().tally().wanted() - app.target().instances();
    if (surplus > 0) {
      return surplus(app, Math.min(surplus, limit));
    }
    int old = Math.min(counts.oldToEnd(app.current().definition().resident()), limit);
    return old > 0 ? outdated(app, counts, old) : List.of();
  }

  private static List<Ending> named(AppLedger app, int limit) {
    return app.target().victims().stream()
        .flatMap(id -> app.instance(id).stream())
        .filter(instance -> instance.goal() == Goal.RUNNING)
        .limit(limit)
        .map(instance -> new Ending(instance, "DeploymentScaling"))
        .toList();
  }

  private static List<Ending> surplus(AppLedger app, int count) {
    var candidates =
        app.current().instances().values().stream()
            .filter(i -> i.goal() == Goal.RUNNING)
            .filter(i -> i.condition() != Condition.UNREACHABLE_INACTIVE)
            .toList();
    return KillOrder.select(candidates, count, app.current().definition()).stream()
        .map(instance -> new Ending(instance, "OverCapacity"))
        .toList();
  }

  private static List<Ending> outdated(AppLedger app, Counts counts, int count) {
    var endings = new ArrayList<Ending>();
    if (counts.oldIdle() > 0) {
      endings.addAll(pickOld(app, count, i -> !app.generation(i).serving(i)));
    }
    if (endings.size() < count) {
      endings.addAll(pickOld(app, count - endings.size(), i -> app.generation(i).serving(i)));
    }
    return endings;
  }

  private static List<Ending> pickOld(AppLedger app, int limit, Predicate<Instance> which) {
    return pick(app.outdated(), "Upgrading", limit, which);
  }

  /** Does not look at instances where none is left to pick: this is asked after every update. */
  private static List<Ending> pick(
      Collection<Generation> generations, String reason, int limit, Predicate<Instance> which) {
    var endings = new ArrayList<Ending>();
    for (var generation : generations) {
      if (generation.tally().lasting() == 0) {
        continue;
      }
      for (var instance : generation.instances().values()) {
        if (endings.size() == limit) {
          return endings;
        }
        if (instance.goal() == Goal.RUNNING && which.test(instance)) {
          endings.add(new Ending(instance, reason));
        }
      }
    }
    return endings;
  }

  /**
   * What the step depends on.
   *
   * @param wanted n
   * @param current counts of the wanted configuration
   * @param old counts of all others
   */
  private record Counts(AppDefinition definition, int wanted, Tally current, Tally old) {

    static Counts of(AppLedger app) {
      var old = Tally.ZERO;
      for (var generation : app.outdated()) {
        old = old.plus(generation.tally());
      }
      return new Counts(
          app.current().definition(), app.target().instances(), app.current().tally(), old);
    }

    int oldDead() {
      return old.waiting() + old.inactive();
    }

    int oldIdle() {
      return old.active() - old.serving();
    }

    int healthy() {
      return old.serving() + current.ready();
    }

    int floor() {
      return BigDecimal.valueOf(definition.upgradeStrategy().minimumHealthCapacity())
          .multiply(BigDecimal.valueOf(wanted))
          .setScale(0, RoundingMode.CEILING)
          .intValueExact();
    }

    int ceiling() {
      if (old.all() == 0) {
        return wanted;
      }
      int ceiling = strategyCeiling();
      return tight(ceiling) && !definition.resident() ? ceiling + 1 : ceiling;
    }

    private int strategyCeiling() {
      return BigDecimal.valueOf(definition.upgradeStrategy().maximumOverCapacity())
          .add(BigDecimal.ONE)
          .multiply(BigDecimal.valueOf(wanted))
          .setScale(0, RoundingMode.FLOOR)
          .intValueExact();
    }

    private boolean tight(int ceiling) {
      return floor() == ceiling && ceiling <= healthy();
    }

    private int room() {
      return ceiling() - current.wanted() - current.ending() - old.active() - old.ending();
    }

    int fresh() {
      return Math.max(0, Math.min(wanted - current.wanted(), room()));
    }

    int oldToEnd(boolean resident) {
      if (old.active() == 0) {
        return 0;
      }
      int spare = healthy() - floor() + (resident && tight(strategyCeiling()) ? 1 : 0);
      int end = Math.max(spare, old.active() + current.ready() - wanted);
      return end > 0 ? end : stuck() ? Math.min(oldIdle(), Math.max(1, idleSpare())) : 0;
    }

    /** Old instances that do not serve take all the room, and nothing is under way. */
    private boolean stuck() {
      return oldIdle() > 0
          && current.wanted() < wanted
          && current.wanted() == current.ready()
          && current.ending() + old.ending() == 0
          && room() <= 0;
    }

    private int idleSpare() {
      return old.active() + current.ready() - floor();
    }
  }
}
