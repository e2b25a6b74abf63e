package dev.marathon.local.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class ChecksTest {

  private static final ProbeResult WELL = new ProbeResult.Exit(0);
  private static final ProbeResult ILL = new ProbeResult.Exit(3);

  private final ManualLane lane = new ManualLane();
  private final Statuses statuses = new Statuses(Given.AGENT, "127.0.0.1");
  private final List<TaskStatus> told = new ArrayList<>();
  private final List<Duration> asked = new ArrayList<>();
  private ProbeResult answer = WELL;
  private int ended;
  private TaskRun run;

  private static HealthCheck.Builder health(int failures, double grace) {
    return HealthCheck.newBuilder()
        .setType(HealthCheck.Type.COMMAND)
        .setCommand(Given.command("true"))
        .setDelaySeconds(0)
        .setIntervalSeconds(1)
        .setTimeoutSeconds(2)
        .setGracePeriodSeconds(grace)
        .setConsecutiveFailures(failures);
  }

  private void begin(TaskInfo.Builder task, TaskStatus... before) {
    var launch = new Launch(Given.FRAMEWORK, task.build(), "c", Optional.empty(), true, lane.now());
    var sink = new RecordingSink();
    var stream =
        new UpdateStream(
            Given.ID, statuses.staging(task.build(), lane.now()), lane, () -> sink, UpdateLog.NONE);
    List.of(before).forEach(stream::restore);
    run = new TaskRun(launch, UpdateLog.NONE, stream);
    var begin = lane.now();
    new Checks(
            run,
            lane,
            (of, probe, timeout) -> {
              asked.add(Duration.between(begin, lane.now()));
              return CompletableFuture.completedFuture(answer);
            },
            statuses,
            status -> told.add(status.build()))
        .begin(
            begin,
            () -> {
              ended++;
              run.stopTimers();
            });
    lane.pass(Duration.ZERO);
  }

  private static TaskInfo.Builder task() {
    return Given.task("t", Given.command("sleep 1"));
  }

  private List<Boolean> health() {
    return told.stream().map(TaskStatus::getHealthy).toList();
  }

  private void seconds(int count) {
    lane.pass(Duration.ofSeconds(count));
  }

  @Test
  void theFirstSuccessIsToldAndThenNothingWhileItStaysSo() {
    begin(task().setHealthCheck(health(3, 10)));
    seconds(5);

    assertThat(health()).containsExactly(true);
    assertThat(told.get(0).getReason())
        .isEqualTo(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
    assertThat(asked).hasSize(6);
  }

  @Test
  void failuresInTheGracePeriodAreNotToldAndDoNotCount() {
    answer = ILL;
    begin(task().setHealthCheck(health(3, 3)));
    seconds(2);
    assertThat(told).isEmpty();
    seconds(2);
    assertThat(health()).containsExactly(false, false);
    assertThat(ended).isZero();
    seconds(1);
    assertThat(health()).containsExactly(false, false, false);
    assertThat(ended).isEqualTo(1);
    seconds(10);
    assertThat(asked).hasSize(6);
  }

  @Test
  void theFirstSuccessEndsTheGracePeriod() {
    begin(task().setHealthCheck(health(2, 100)));
    answer = ILL;
    seconds(2);

    assertThat(health()).containsExactly(true, false, false);
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void everyFailureIsToldAndOneRecovery() {
    answer = ILL;
    begin(task().setHealthCheck(health(5, 0)));
    answer = WELL;
    seconds(3);
    answer = ILL;
    seconds(3);
    answer = WELL;
    seconds(2);

    assertThat(health()).containsExactly(false, true, false, false, false, true);
    assertThat(ended).isZero();
  }

  @Test
  void noAllowedFailureMeansTheFirst() {
    answer = ILL;
    begin(task().setHealthCheck(health(0, 0)));

    assertThat(ended).isEqualTo(1);
  }

  @Test
  void aRestartedAgentDoesNotSayAgainWhatIsKnown() {
    var known =
        statuses
            .byExecutor(
                new Launch(
                    Given.FRAMEWORK, task().build(), "c", Optional.empty(), true, lane.now()),
                TaskState.TASK_RUNNING,
                Optional.empty(),
                lane.now())
            .setHealthy(true)
            .build();
    begin(task().setHealthCheck(health(3, 100)), known);
    assertThat(told).isEmpty();
    answer = ILL;
    seconds(1);

    assertThat(health()).containsExactly(false);
  }

  @Test
  void aCheckIsToldOnlyWhenItsResultChangesAndNeverKills() {
    var check =
        CheckInfo.newBuilder()
            .setType(CheckInfo.Type.COMMAND)
            .setCommand(CheckInfo.Command.newBuilder().setCommand(Given.command("true")))
            .setDelaySeconds(0)
            .setIntervalSeconds(1);
    answer = new ProbeResult.Nothing();
    begin(task().setCheck(check));
    assertThat(told).isEmpty();
    answer = ILL;
    seconds(3);
    answer = WELL;
    seconds(3);

    assertThat(told)
        .extracting(status -> status.getCheckStatus().getCommand().getExitCode())
        .containsExactly(3, 0);
    assertThat(told).noneMatch(TaskStatus::hasHealthy);
    assertThat(told)
        .allMatch(
            status -> status.getReason() == TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
    assertThat(ended).isZero();
  }

  @Test
  void checksStopWithTheTask() {
    begin(task().setHealthCheck(health(3, 10)));
    run.stopTimers();
    seconds(10);

    assertThat(asked).hasSize(1);
    assertThat(lane.timers()).isZero();
  }
}
