package dev.marathon.events;

import static dev.marathon.spec.HealthCheck.Protocol.MESOS_HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.Placement;
import dev.marathon.owner.Held;
import dev.marathon.owner.Stored;
import dev.marathon.owner.StoredTogether;
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

class LedgerTranslationTest {

  private static final Instant AT = Instant.parse("2026-11-25T12:00:00Z");
  private static final AppId APP = new AppId("/shop/web");
  private static final InstanceId ID = new InstanceId("shop_web", new UUID(0, 1));

  private final List<LedgerEvent> all = new ArrayList<>();
  private final LedgerTranslation translation = new LedgerTranslation(LedgerState.EMPTY);

  private static Version version(int number) {
    return new Version(AT.plusSeconds(number));
  }

  private static LedgerEvent target(int config, int version, HealthCheck... checks) {
    var app =
        AppBuilder.of(APP)
            .version(version(version))
            .versionInfo(new VersionInfo(version(version), version(config)))
            .healthChecks(List.of(checks))
            .build();
    return new LedgerEvent.TargetSet(app, version, List.of(), AT);
  }

  private static LedgerEvent provisioned(int incarnation) {
    var place =
        new Placement("S1", "agent-1", List.of(8080), Optional.empty(), Optional.empty(), Map.of());
    return new LedgerEvent.InstanceProvisioned(
        ID, APP, incarnation, version(1), version(1), "*", place, AT);
  }

  private static LedgerEvent condition(int incarnation, Condition condition) {
    return new LedgerEvent.ConditionChanged(
        ID, incarnation, condition, condition.taskState(), "", "", Optional.empty(), List.of(), AT);
  }

  /** Type and what tells events of a type apart. */
  private List<String> tell(LedgerEvent... events) {
    for (var event : events) {
      all.add(event);
      translation.next(event, AT);
    }
    return words(translation.take());
  }

  private static List<String> words(List<ApiEvent> events) {
    return events.stream()
        .map(
            event ->
                event.type()
                    + (event.data().has("condition")
                        ? " " + event.data().get("condition").asText()
                        : ""))
        .toList();
  }

  @Test
  void instanceIsScheduledBeforeItsFirstTaskAndNowhere() {
    tell(target(1, 1));
    translation.next(provisioned(1), AT);
    var events = translation.take();
    assertThat(words(events))
        .containsExactly("instance_changed_event Scheduled", "instance_changed_event Provisioned");
    assertThat(events.get(0).data().get("agentId").isNull()).isTrue();
    assertThat(events.get(0).data().get("host").isNull()).isTrue();
    assertThat(events.get(1).data().get("host").asText()).isEqualTo("agent-1");
  }

  @Test
  void endedInstanceThatIsToGoOnIsScheduledAgainOnce() {
    tell(target(1, 1), provisioned(1));
    assertThat(tell(condition(1, Condition.RUNNING), condition(1, Condition.FAILED)))
        .containsExactly(
            "status_update_event",
            "instance_changed_event Running",
            "status_update_event",
            "instance_changed_event Failed",
            "instance_changed_event Scheduled");
    assertThat(tell(provisioned(2))).containsExactly("instance_changed_event Provisioned");
  }

  @Test
  void stoppedInstanceIsToldKilledOnce() {
    tell(target(1, 1), provisioned(1), condition(1, Condition.RUNNING));
    assertThat(
            tell(
                new LedgerEvent.GoalChanged(ID, Goal.DECOMMISSIONED, "", AT),
                condition(1, Condition.KILLED),
                new LedgerEvent.InstanceExpunged(ID, APP, "", AT)))
        .containsExactly(
            "instance_changed_event Running",
            "status_update_event",
            "instance_changed_event Killed");
  }

  @Test
  void instanceRemovedWithoutAnEndIsToldKilled() {
    tell(target(1, 1), provisioned(1), condition(1, Condition.UNREACHABLE));
    assertThat(tell(new LedgerEvent.InstanceExpunged(ID, APP, "", AT)))
        .containsExactly("instance_changed_event Killed");
  }

  @Test
  void killByAHealthCheckIsToldAndOneByRequestIsNot() {
    tell(target(1, 1), provisioned(1), condition(1, Condition.RUNNING));
    assertThat(tell(new LedgerEvent.KillRequested(ID, 1, "KillingTasksViaApi", "", AT))).isEmpty();
    translation.next(
        new LedgerEvent.KillRequested(ID, 1, "FailedHealthChecks", "3 failures", AT), AT);
    var told = translation.take().get(0);
    assertThat(told.type()).isEqualTo("unhealthy_instance_kill_event");
    assertThat(told.data().get("appId").asText()).isEqualTo("/shop/web");
    assertThat(told.data().get("taskId").asText()).isEqualTo(ID.task(1).toString());
    assertThat(told.data().get("instanceId").asText()).isEqualTo(ID.toString());
    assertThat(told.data().get("reason").asText()).isEqualTo("3 failures");
    assertThat(told.data().get("host").asText()).isEqualTo("agent-1");
    assertThat(told.data().get("slaveId").asText()).isEqualTo("S1");
  }

  @Test
  void healthOfAnInstanceIsThatOfAllItsChecksTogether() {
    tell(target(1, 1), provisioned(1), condition(1, Condition.RUNNING));
    translation.next(
        new LedgerEvent.ConditionChanged(
            ID, 1, Condition.RUNNING, "TASK_RUNNING", "", "", Optional.of(false), List.of(), AT),
        AT);
    translation.next(new LedgerEvent.HealthChanged(ID, 1, Optional.of(true), AT), AT);
    assertThat(translation.take())
        .filteredOn(event -> event.type().equals("instance_health_changed_event"))
        .extracting(event -> event.data().get("healthy").asBoolean())
        .containsExactly(false, false);
  }

  /** Load balancers follow status updates and turns of checks, not the health of instances. */
  @Test
  void resultOfTheAgentsCheckIsAStatusUpdateAndTheTurnOfACheck() {
    tell(target(1, 1, Checks.of(MESOS_HTTP)), provisioned(1), condition(1, Condition.RUNNING));
    assertThat(tell(agentSays(true)))
        .containsExactly(
            "status_update_event", "instance_health_changed_event", "health_status_changed_event");
    translation.next(agentSays(false), AT);
    var failed = translation.take();
    assertThat(words(failed))
        .containsExactly(
            "status_update_event",
            "instance_health_changed_event",
            "failed_health_check_event",
            "health_status_changed_event");
    assertThat(failed.get(0).data().get("taskStatus").asText()).isEqualTo("TASK_RUNNING");
    assertThat(failed.get(2).data().at("/healthCheck/protocol").asText()).isEqualTo("MESOS_HTTP");
    assertThat(failed.get(3).data().get("alive").asBoolean(true)).isFalse();
    assertThat(failed.get(3).data().get("instanceId").asText()).isEqualTo(ID.toString());
  }

  private static LedgerEvent agentSays(boolean healthy) {
    return new LedgerEvent.ConditionChanged(
        ID, 1, Condition.RUNNING, "TASK_RUNNING", "", "", Optional.of(healthy), List.of(), AT);
  }

  @Test
  void healthChecksAreToldByConfigurationAndNotByScaling() {
    var check = Checks.of(MESOS_HTTP);
    translation.next(target(1, 1, check, check), AT);
    var added = translation.take();
    assertThat(words(added)).containsExactly("add_health_check_event", "add_health_check_event");
    assertThat(added.get(0).data().at("/healthCheck/ipProtocol").asText()).isEqualTo("IPv4");
    assertThat(added.get(0).data().get("version").asText()).isEqualTo(version(1).toString());

    assertThat(tell(target(1, 2, check, check))).isEmpty();
    assertThat(tell(target(3, 3, check)))
        .containsExactly(
            "add_health_check_event", "remove_health_check_event", "remove_health_check_event");
    assertThat(tell(new LedgerEvent.TargetRemoved(APP, 4, AT), new LedgerEvent.AppForgotten(APP)))
        .containsExactly("remove_health_check_event", "app_terminated_event");
  }

  @Test
  void journalReadLaterFromASnapshotTellsTheSame() {
    var before = List.of(target(1, 1), provisioned(1));
    var after =
        List.of(
            condition(1, Condition.RUNNING),
            condition(1, Condition.FAILED),
            provisioned(2),
            condition(2, Condition.RUNNING));
    before.forEach(this::tell);
    var told = new ArrayList<ApiEvent>();
    after.forEach(event -> translation.next(event, AT));
    told.addAll(translation.take());

    var state = before.stream().reduce(LedgerState.EMPTY, LedgerState::apply, (a, b) -> b);
    var retelling = new EventRetelling();
    retelling.begin(new Held<>(state, 1));
    var stored =
        after.stream().map(event -> new Stored<>(event, AT, 1, Cause.internal("test"))).toList();
    var retold = new ArrayList<>(retelling.next(stored.get(0)));
    retold.addAll(retelling.next(new StoredTogether<>(stored.subList(1, 4))));
    assertThat(retold).isEqualTo(told);
  }
}
