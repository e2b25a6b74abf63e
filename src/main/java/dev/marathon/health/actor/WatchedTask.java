package dev.marathon.health.actor;

import dev.marathon.health.CheckHealth;
import dev.marathon.health.HealthDecisions;
import dev.marathon.health.Probe;
import dev.marathon.health.ReadinessResult;
import dev.marathon.health.TaskPlace;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.ReadinessCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Everything about the checks of one task. Belongs to the health actor. */
final class WatchedTask {

  private final List<HealthCheck> checks;
  private final Optional<ReadinessCheck> readinessCheck;
  private final List<CheckHealth> health;
  private final List<Round> rounds = new ArrayList<>();
  private Optional<Round> readinessRound = Optional.empty();
  private Optional<ReadinessResult> readiness = Optional.empty();
  private Watched seen;

  /**
   * Begins with what is stored of the task: after a take-over that counts until the first probe.
   */
  WatchedTask(Watched seen) {
    this.seen = seen;
    this.checks =
        seen.definition().healthChecks().stream()
            .filter(check -> check.protocol().byMarathon())
            .toList();
    this.readinessCheck = seen.definition().readinessChecks().stream().findFirst();
    var instance = seen.instance();
    var known =
        instance
            .checks()
            .byMarathon()
            .map(healthy -> CheckHealth.stored(healthy, instance.since()))
            .orElse(CheckHealth.UNKNOWN);
    this.health = new ArrayList<>(Collections.nCopies(checks.size(), known));
  }

  Instance instance() {
    return seen.instance();
  }

  boolean running() {
    return instance().condition() == Condition.RUNNING;
  }

  boolean same(Watched other) {
    return other.instance().incarnation() == instance().incarnation();
  }

  void see(Watched now) {
    seen = now;
  }

  /** Whether it is to take over from others. */
  boolean current() {
    return seen.current();
  }

  List<HealthCheck> checks() {
    return checks;
  }

  Optional<ReadinessCheck> readinessCheck() {
    return readinessCheck;
  }

  CheckHealth health(int check) {
    return health.get(check);
  }

  void health(int check, CheckHealth now) {
    health.set(check, now);
  }

  /** Results that count, in the order of the definition. */
  List<CheckHealth> known() {
    return health.stream().filter(CheckHealth::known).toList();
  }

  /** Whether any of its checks ever passed. */
  boolean answered() {
    return health.stream().anyMatch(check -> check.firstSuccess().isPresent());
  }

  /** What its ledger has to hear of its health, if that is not what the ledger has. */
  Optional<Optional<Boolean>> healthToTell() {
    var combined = HealthDecisions.combined(health);
    return checks.isEmpty() || combined.equals(instance().checks().byMarathon())
        ? Optional.empty()
        : Optional.of(combined);
  }

  /** Whether its ledger has to hear that it is ready. */
  boolean readyToTell() {
    return foundReady() && !instance().checks().ready();
  }

  boolean ready() {
    return foundReady() || instance().checks().ready();
  }

  private boolean foundReady() {
    return readiness.map(ReadinessResult::ready).orElse(false);
  }

  Optional<ReadinessResult> readiness() {
    return readiness;
  }

  void readiness(Optional<ReadinessResult> result) {
    readiness = result;
  }

  List<Round> rounds() {
    return rounds;
  }

  Optional<Round> readinessRound() {
    return readinessRound;
  }

  void readinessRound(Optional<Round> round) {
    readinessRound = round;
  }

  /** The probe of one of its rounds; absent while its endpoint is not known. */
  Optional<Probe> probe(Round round) {
    var instance = instance();
    var place =
        new TaskPlace(
            seen.definition(),
            instance.task(),
            instance.placement().host(),
            instance.placement().ports(),
            instance.addresses().stream().map(Instance.IpAddress::ipAddress).findFirst());
    return round.readiness()
        ? readinessCheck.flatMap(place::probe)
        : place.probe(checks.get(round.check()));
  }
}
