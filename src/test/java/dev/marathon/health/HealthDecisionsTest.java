package dev.marathon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.spec.HealthCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthDecisionsTest {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final HealthCheck CHECK = check(3, 30);
  private static final ProbeResult BAD = new ProbeResult.Unhealthy("HTTP 500", true);
  private static final ProbeResult GOOD = new ProbeResult.Healthy();

  private static HealthCheck check(int maxConsecutiveFailures, int grace) {
    return new HealthCheck(
        HealthCheck.Protocol.HTTP,
        Optional.empty(),
        Optional.of("/"),
        Optional.of(0),
        Optional.empty(),
        grace,
        10,
        5,
        maxConsecutiveFailures,
        15,
        false,
        Optional.empty());
  }

  private static HealthDecisions.Probed probed(ProbeResult result, int seconds) {
    var at = START.plusSeconds(seconds);
    return new HealthDecisions.Probed(result, at.minusMillis(100), at);
  }

  private static HealthDecisions.Judged at(CheckHealth before, ProbeResult result, int seconds) {
    return HealthDecisions.judge(before, CHECK, probed(result, seconds), START);
  }

  @Test
  void failureWithinTheGracePeriodLeavesNoTrace() {
    assertThat(at(CheckHealth.UNKNOWN, BAD, 29).health()).isEqualTo(CheckHealth.UNKNOWN);
    assertThat(at(CheckHealth.UNKNOWN, BAD, 30).counted()).isTrue();
  }

  @Test
  void firstSuccessEndsTheGracePeriod() {
    var healthy = at(CheckHealth.UNKNOWN, GOOD, 5).health();
    assertThat(healthy.alive()).isTrue();

    var failed = at(healthy, BAD, 6);

    assertThat(failed.counted()).isTrue();
    assertThat(failed.health().alive()).isFalse();
  }

  @Test
  void taskIsKilledAtTheConfiguredNumberOfFailuresInARow() {
    var health = at(CheckHealth.UNKNOWN, GOOD, 5).health();
    var first = at(health, BAD, 40);
    var second = at(first.health(), BAD, 50);
    var third = at(second.health(), BAD, 60);

    assertThat(first.kill()).isFalse();
    assertThat(second.kill()).isFalse();
    assertThat(third.kill()).isTrue();
    assertThat(third.health().lastFailureCause()).contains("HTTP 500");
  }

  @Test
  void aSuccessBetweenFailuresStartsTheCountAnew() {
    var health = at(CheckHealth.UNKNOWN, GOOD, 5).health();
    health = at(at(health, BAD, 40).health(), BAD, 50).health();
    health = at(health, GOOD, 60).health();

    assertThat(health.consecutiveFailures()).isZero();
    assertThat(at(health, BAD, 70).kill()).isFalse();
  }

  @Test
  void zeroAllowedFailuresMeansNeverKill() {
    var health = CheckHealth.UNKNOWN;
    for (int i = 0; i < 100; i++) {
      var judged = HealthDecisions.judge(health, check(0, 0), probed(BAD, i), START);
      assertThat(judged.kill()).isFalse();
      health = judged.health();
    }
  }

  @Test
  void neutralAnswerChangesNothing() {
    var health = at(CheckHealth.UNKNOWN, GOOD, 5).health();
    assertThat(at(health, new ProbeResult.Neutral(), 50).health()).isEqualTo(health);
  }

  @Test
  void combinedHealthIsUnknownUntilEveryCheckHasAResult() {
    var good = at(CheckHealth.UNKNOWN, GOOD, 5).health();
    var bad = at(CheckHealth.UNKNOWN, BAD, 40).health();

    assertThat(HealthDecisions.combined(List.of())).isEmpty();
    assertThat(HealthDecisions.combined(List.of(good, CheckHealth.UNKNOWN))).isEmpty();
    assertThat(HealthDecisions.combined(List.of(good, good))).contains(true);
    assertThat(HealthDecisions.combined(List.of(good, bad))).contains(false);
  }

  @Test
  void storedHealthCountsUntilTheFirstResultAndEndsTheGracePeriod() {
    var healthy = CheckHealth.stored(true, START);
    var unhealthy = CheckHealth.stored(false, START);

    assertThat(HealthDecisions.combined(List.of(healthy))).contains(true);
    assertThat(HealthDecisions.combined(List.of(unhealthy, unhealthy))).contains(false);
    assertThat(at(healthy, BAD, 1).counted()).isTrue();
    assertThat(at(unhealthy, GOOD, 1).health().alive()).isTrue();
    assertThat(at(at(unhealthy, BAD, 40).health(), BAD, 50).kill()).isTrue();
  }

  @Test
  void failuresRememberWhenTheFirstOfThemWasAsked() {
    var health = at(CheckHealth.UNKNOWN, BAD, 40).health();
    health = at(health, BAD, 50).health();
    assertThat(health.failingSince()).contains(START.plusSeconds(40).minusMillis(100));
    assertThat(at(health, GOOD, 60).health().failingSince()).isEmpty();
  }

  @Test
  void silenceIsBelievedIfSomebodyElseAnsweredMeanwhile() {
    var failing = at(at(CheckHealth.UNKNOWN, GOOD, 5).health(), BAD, 40).health();
    var before = Optional.of(START.plusSeconds(39));
    var meanwhile = Optional.of(START.plusSeconds(41));

    assertThat(HealthDecisions.credible(failing, meanwhile, 1000)).isTrue();
    assertThat(HealthDecisions.credible(failing, before, 1000)).isFalse();
    assertThat(HealthDecisions.credible(failing, Optional.empty(), 10)).isFalse();
    // Of a few it cannot be expected.
    assertThat(HealthDecisions.credible(failing, before, 9)).isTrue();
  }
}
