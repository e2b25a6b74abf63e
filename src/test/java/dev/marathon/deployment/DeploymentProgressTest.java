package dev.marathon.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentPlan.Step;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeploymentProgressTest {

  private static final AppId A = new AppId("/a");
  private static final AppId B = new AppId("/b");
  private static final AppId OLD = new AppId("/old");
  private static final Action STOP = new Action(Kind.STOP, OLD);
  private static final Action SCALE_A = new Action(Kind.SCALE, A);
  private static final Action RESTART_B = new Action(Kind.RESTART, B);

  private static final DeploymentPlan PLAN =
      new DeploymentPlan(
          new UUID(0, 1),
          new Version(Instant.EPOCH),
          1,
          List.of(
              new Step(List.of(STOP)),
              new Step(List.of(new Action(Kind.START, A))),
              new Step(List.of(SCALE_A, RESTART_B))));

  private static DeploymentNews started(int step) {
    return new DeploymentNews.StepStarted(PLAN, step);
  }

  private static DeploymentNews succeeded(int step) {
    return new DeploymentNews.StepSucceeded(PLAN, step);
  }

  @Test
  void theFirstStepIsSentAndWaitedFor() {
    var begun = DeploymentProgress.begin(PLAN);

    assertThat(begun.toSend()).containsExactly(STOP);
    assertThat(begun.news()).containsExactly(started(1));
    assertThat(begun.progress().waiting()).containsExactly(STOP);
  }

  @Test
  void aStartIsFormalAndPassedAtOnce() {
    var moved = DeploymentProgress.begin(PLAN).progress().reached(OLD);

    assertThat(moved.news()).containsExactly(succeeded(1), started(2), succeeded(2), started(3));
    assertThat(moved.toSend()).containsExactly(SCALE_A, RESTART_B);
  }

  @Test
  void aStepEndsWithItsLastActionAndAReportMayComeTwice() {
    var third = DeploymentProgress.begin(PLAN).progress().reached(OLD).progress();
    var half = third.reached(B);
    assertThat(half.news()).isEmpty();
    assertThat(half.progress().reached(B).progress().waiting()).containsExactly(SCALE_A);

    var all = half.progress().reached(A);
    assertThat(all.news()).containsExactly(succeeded(3));
    assertThat(all.progress().finished()).isTrue();
    assertThat(all.progress().currentActions()).isEmpty();
    assertThat(all.progress().reached(A).news()).isEmpty();
  }

  @Test
  void aReportForALaterStepCountsWhenTheStepComes() {
    var early = DeploymentProgress.begin(PLAN).progress().reached(A).progress().reached(B);
    assertThat(early.news()).isEmpty();

    var moved = early.progress().reached(OLD);
    assertThat(moved.progress().finished()).isTrue();
    assertThat(moved.toSend()).isEmpty();
  }

  @Test
  void aPlanWithoutStepsIsDone() {
    var empty = new DeploymentPlan(new UUID(0, 2), new Version(Instant.EPOCH), 2, List.of());

    assertThat(DeploymentProgress.begin(empty).progress().finished()).isTrue();
  }
}
