package dev.marathon.instance;

import dev.marathon.spec.AppDefinition;

/**
 * Counts of the instances of one configuration. Always equal to a recount; kept so that a status
 * update costs the same in an app of ten and of a hundred thousand instances.
 *
 * @param active wanted and with a task that holds, or may hold, resources
 * @param serving active ones that do their work
 * @param ready serving ones whose readiness check, if any, has passed
 * @param waiting wanted, their task has ended
 * @param inactive wanted, but lost for so long that they were replaced
 * @param ending no longer wanted, their task has not ended
 * @param created wanted ones that were created for the current target, without inactive ones
 * @param createdReady those of {@code created} that are ready
 */
record Tally(
    int active,
    int serving,
    int ready,
    int waiting,
    int inactive,
    int ending,
    int created,
    int createdReady) {

  static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  /** Tally of one instance. */
  static Tally of(Instance instance, AppDefinition definition, long order) {
    if (instance.goal() != Goal.RUNNING) {
      return new Tally(0, 0, 0, 0, 0, 1, 0, 0);
    }
    if (instance.condition() == Condition.UNREACHABLE_INACTIVE) {
      return new Tally(0, 0, 0, 0, 1, 0, 0, 0);
    }
    int created = instance.order() == order ? 1 : 0;
    if (instance.condition().terminal()) {
      return new Tally(0, 0, 0, 1, 0, 0, created, 0);
    }
    int serving = instance.serving(definition) ? 1 : 0;
    int ready = definition.readinessChecks().isEmpty() || instance.checks().ready() ? serving : 0;
    return new Tally(1, serving, ready, 0, 0, 0, created, created * ready);
  }

  /** Wanted ones, without those that were replaced. */
  int wanted() {
    return active + waiting;
  }

  /** Those that nobody has told to end. */
  int lasting() {
    return active + waiting + inactive;
  }

  int all() {
    return lasting() + ending;
  }

  Tally plus(Tally other) {
    return add(other, 1);
  }

  Tally minus(Tally other) {
    return add(other, -1);
  }

  private Tally add(Tally other, int sign) {
    return new Tally(
        active + sign * other.active,
        serving + sign * other.serving,
        ready + sign * other.ready,
        waiting + sign * other.waiting,
        inactive + sign * other.inactive,
        ending + sign * other.ending,
        created + sign * other.created,
        createdReady + sign * other.createdReady);
  }
}
