package dev.marathon.sim;

import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many instances of an app there are and may be.
 *
 * <p>The wanted count is n. While an app is upgraded, all that may hold resources (also what is
 * being killed, not what was replaced because its agent is lost) is at most {@code ceiling}: n × (1
 * + maximumOverCapacity) rounded down, or one more where this leaves no room between floor and
 * ceiling; else it is n. Healthy ones are at least {@code floor}: n × minimumHealthCapacity rounded
 * up, unless the world ends them.
 *
 * @param all instances that may hold resources
 * @param current of these, wanted ones of the wanted configuration
 * @param healthy wanted ones that serve, and are ready if they are new
 */
record Capacity(int all, int current, int healthy, int floor, int ceiling) {

  static Capacity of(AppLedger app) {
    var wanted = app.target().configVersion();
    int all = 0;
    int current = 0;
    int healthy = 0;
    int outdated = 0;
    for (var instance : app.instances().toList()) {
      boolean isNew = instance.configVersion().equals(wanted);
      outdated += isNew ? 0 : 1;
      if (replaced(instance)) {
        continue;
      }
      boolean deadOld = !isNew && instance.waiting();
      all += deadOld ? 0 : 1;
      current += isNew && instance.goal() == Goal.RUNNING ? 1 : 0;
      healthy += healthy(app, instance, isNew) ? 1 : 0;
    }
    int n = app.target().instances();
    var strategy = app.target().definition().upgradeStrategy();
    int floor = times(n, strategy.minimumHealthCapacity(), RoundingMode.CEILING);
    int ceiling = n + times(n, strategy.maximumOverCapacity(), RoundingMode.FLOOR);
    boolean tight = floor == ceiling && ceiling <= healthy;
    return new Capacity(
        all, current, healthy, floor, outdated == 0 ? n : tight ? ceiling + 1 : ceiling);
  }

  static boolean replaced(Instance instance) {
    return instance.goal() == Goal.RUNNING
        && instance.condition() == Condition.UNREACHABLE_INACTIVE;
  }

  static boolean healthy(AppLedger app, Instance instance, boolean isNew) {
    var definition = app.generation(instance).definition();
    boolean ready = definition.readinessChecks().isEmpty() || instance.checks().ready();
    return instance.goal() == Goal.RUNNING && instance.serving(definition) && (ready || !isNew);
  }

  private static int times(int count, double share, RoundingMode rounding) {
    return BigDecimal.valueOf(share)
        .multiply(BigDecimal.valueOf(count))
        .setScale(0, rounding)
        .intValueExact();
  }
}
