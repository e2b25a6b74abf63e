package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.health.actor.HealthActor;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.Placement;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.overview.Change;
import dev.marathon.overview.Overview;
import dev.marathon.owner.Published;
import dev.marathon.owner.Stored;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.VersionInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom the checks are told of. */
class HealthFeedTest {

  private static final Instant AT = Instant.parse("2026-11-25T12:00:00Z");
  private static final AppId APP = new AppId("/web");
  private static final InstanceId ID = new InstanceId(APP.safe(), new UUID(0, 1));

  private Overview overview = Overview.EMPTY;
  private long sequence;

  private static Version version(int number) {
    return new Version(AT.plusSeconds(number));
  }

  private static LedgerEvent target(int config, HealthCheck.Protocol... protocols) {
    var checks = new ArrayList<HealthCheck>();
    for (var protocol : protocols) {
      checks.add(
          new HealthCheck(
              protocol,
              Optional.empty(),
              Optional.empty(),
              Optional.of(0),
              Optional.empty(),
              0,
              1,
              1,
              3,
              0,
              false,
              Optional.empty()));
    }
    var app =
        AppBuilder.of(APP)
            .version(version(config))
            .versionInfo(new VersionInfo(version(config), version(config)))
            .healthChecks(checks)
            .build();
    return new LedgerEvent.TargetSet(app, config, List.of(), AT);
  }

  private static LedgerEvent provisioned() {
    var place =
        new Placement("S1", "agent-1", List.of(), Optional.empty(), Optional.empty(), Map.of());
    return new LedgerEvent.InstanceProvisioned(ID, APP, 1, version(1), version(1), "*", place, AT);
  }

  private static LedgerEvent condition(Condition condition) {
    return new LedgerEvent.ConditionChanged(
        ID, 1, condition, condition.taskState(), "", "", Optional.empty(), List.of(), AT);
  }

  private Optional<HealthActor.Message> stored(LedgerEvent... events) {
    sequence += events.length;
    var state = overview.ledgers().get(APP.ledger());
    var states = new ArrayList<LedgerState>();
    for (var event : events) {
      state = state.apply(event);
      states.add(state);
    }
    var cause = Cause.internal("test");
    var write =
        new Published<>(
            InstanceLedgerActor.persistenceId(APP.ledger()),
            sequence,
            sequence,
            List.of(events).stream().map(event -> new Stored<>(event, AT, 1, cause)).toList(),
            states);
    var before = overview;
    overview = overview.withLedgerEvents(APP.ledger(), write);
    return HealthFeed.of(new Change.LedgerWritten(APP.ledger(), before, overview, write));
  }

  private static HealthActor.Seen seen(Optional<HealthActor.Message> message) {
    return (HealthActor.Seen) message.orElseThrow();
  }

  @Test
  void taskWithAMarathonCheckIsToldFromItsLaunchToItsEnd() {
    stored(target(1, HealthCheck.Protocol.HTTP));
    assertThat(seen(stored(provisioned())).tasks()).hasSize(1);
    var running = seen(stored(condition(Condition.RUNNING))).tasks().get(0);
    assertThat(running.instance().condition()).isEqualTo(Condition.RUNNING);
    assertThat(running.current()).isTrue();

    assertThat(seen(stored(condition(Condition.FAILED))).gone()).containsExactly(ID);
  }

  @Test
  void storedHealthComesBack() {
    stored(target(1, HealthCheck.Protocol.TCP), provisioned(), condition(Condition.RUNNING));
    var seen = seen(stored(new LedgerEvent.HealthChanged(ID, 1, Optional.of(true), AT)));
    assertThat(seen.tasks().get(0).instance().checks().byMarathon()).contains(true);
  }

  @Test
  void expungedInstanceIsGone() {
    stored(target(1, HealthCheck.Protocol.HTTP), provisioned(), condition(Condition.RUNNING));
    assertThat(seen(stored(new LedgerEvent.GoalChanged(ID, Goal.DECOMMISSIONED, "", AT))).tasks())
        .hasSize(1);
    assertThat(seen(stored(new LedgerEvent.InstanceExpunged(ID, APP, "", AT))).gone())
        .containsExactly(ID);
  }

  @Test
  void checksOfTheAgentAreTheAgentsBusiness() {
    stored(target(1, HealthCheck.Protocol.MESOS_HTTP));
    assertThat(seen(stored(provisioned(), condition(Condition.RUNNING))).tasks()).isEmpty();
  }

  @Test
  void newConfigurationMakesItsTasksOutdated() {
    stored(target(1, HealthCheck.Protocol.HTTP), provisioned(), condition(Condition.RUNNING));
    var seen = seen(stored(target(2, HealthCheck.Protocol.HTTP)));
    assertThat(seen.tasks()).hasSize(1);
    assertThat(seen.tasks().get(0).current()).isFalse();
  }

  @Test
  void ledgerThatWasReadTellsAllOfItsTasksAndThoseThatAreNoMore() {
    stored(target(1, HealthCheck.Protocol.HTTP), provisioned(), condition(Condition.RUNNING));
    var state = overview.ledgers().get(APP.ledger());
    var owner = InstanceLedgerActor.persistenceId(APP.ledger());

    var read = Overview.EMPTY.withLedger(APP.ledger(), state);
    assertThat(seen(HealthFeed.of(new Change.OwnerRead(Overview.EMPTY, read, owner, 9))).tasks())
        .hasSize(1);
    var empty = read.withLedger(APP.ledger(), LedgerState.EMPTY);
    assertThat(seen(HealthFeed.of(new Change.OwnerRead(read, empty, owner, 9))).gone())
        .containsExactly(ID);
  }
}
