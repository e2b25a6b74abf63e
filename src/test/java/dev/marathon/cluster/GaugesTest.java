package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.Placement;
import dev.marathon.overview.Overview;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.VersionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GaugesTest {

  private static final AppId APP = new AppId("/web");
  private static final Instant AT = Instant.parse("2024-05-01T12:00:00Z");
  private static final Version VERSION = new Version(AT);

  private LedgerState ledger =
      LedgerState.EMPTY.apply(
          new LedgerEvent.TargetSet(
              AppBuilder.of(APP)
                  .cmd("serve")
                  .instances(9)
                  .version(VERSION)
                  .versionInfo(new VersionInfo(VERSION, VERSION))
                  .build(),
              1,
              List.of(),
              AT));

  @Test
  void whatShouldRunByNowIsOverdueUntilItDoes() {
    provision(1, AT);
    provision(2, AT.plusSeconds(10));
    provision(3, AT);
    condition(3, Condition.RUNNING);

    assertThat(counted(AT)).isEqualTo(new Gauges.Instances(1, 2, 0, 0));
    assertThat(counted(AT.plusSeconds(1))).isEqualTo(new Gauges.Instances(1, 2, 1, 0));
    assertThat(counted(AT.plusSeconds(11))).isEqualTo(new Gauges.Instances(1, 2, 2, 0));
  }

  @Test
  void whatIsLostWithItsAgentIsStagedButNotOverdue() {
    provision(1, AT);
    condition(1, Condition.RUNNING);
    condition(1, Condition.UNREACHABLE);

    assertThat(counted(AT.plusSeconds(60))).isEqualTo(new Gauges.Instances(0, 1, 0, 0));
  }

  @Test
  void killsAreInFlightUntilTheTaskHasEnded() {
    for (int number = 1; number <= 3; number++) {
      provision(number, AT);
      condition(number, Condition.RUNNING);
    }
    apply(new LedgerEvent.KillRequested(id(1), 1, "KillingTasksViaApi", "", AT));
    apply(new LedgerEvent.GoalChanged(id(2), Goal.DECOMMISSIONED, "Upgrading", AT));
    assertThat(counted(AT)).isEqualTo(new Gauges.Instances(3, 0, 0, 2));

    condition(1, Condition.KILLED);
    assertThat(counted(AT)).isEqualTo(new Gauges.Instances(2, 0, 0, 1));
    condition(2, Condition.KILLED);
    assertThat(counted(AT).kills()).isZero();
  }

  private final Gauges gauges = new Gauges();

  private Gauges.Instances counted(Instant overdue) {
    return gauges.count(Overview.EMPTY.withLedger(APP.ledger(), ledger), overdue);
  }

  private void provision(int number, Instant at) {
    apply(
        new LedgerEvent.InstanceProvisioned(
            id(number),
            APP,
            1,
            VERSION,
            VERSION,
            "*",
            new Placement("S1", "host", List.of(), Optional.empty(), Optional.empty(), Map.of()),
            at));
  }

  private void condition(int number, Condition condition) {
    apply(
        new LedgerEvent.ConditionChanged(
            id(number),
            1,
            condition,
            condition.taskState(),
            "",
            "",
            Optional.empty(),
            List.of(),
            AT.plusSeconds(1)));
  }

  private void apply(LedgerEvent event) {
    ledger = ledger.apply(event);
  }

  private static InstanceId id(int number) {
    return new InstanceId(APP.safe(), new UUID(0, number));
  }
}
