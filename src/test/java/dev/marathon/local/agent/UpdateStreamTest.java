package dev.marathon.local.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateStreamTest {

  @TempDir Path directory;
  private final ManualLane lane = new ManualLane();
  private final RecordingSink sink = new RecordingSink();
  private final Statuses statuses = new Statuses(Given.AGENT, "127.0.0.1");
  private final Launch launch =
      new Launch(
          Given.FRAMEWORK, Given.shell("t", "true"), "c", Optional.empty(), true, Instant.EPOCH);

  private UpdateStream stream(UpdateLog log) {
    return new UpdateStream(
        Given.ID, statuses.staging(launch.task(), Instant.EPOCH), lane, () -> sink, log);
  }

  private final UpdateStream stream = stream(UpdateLog.NONE);

  private TaskStatus status(TaskState state) {
    return statuses.byExecutor(launch, state, Optional.of(7L), lane.now()).build();
  }

  private TaskStatus health(boolean healthy) {
    return status(TASK_RUNNING).toBuilder()
        .setReason(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED)
        .setHealthy(healthy)
        .build();
  }

  @Test
  void anUnacknowledgedUpdateIsRepeatedUnchangedAfterTenTwentyAndFortySeconds() {
    stream.report(status(TASK_STARTING));
    assertThat(sink.updates()).hasSize(1);

    lane.pass(Duration.ofMillis(9_999));
    assertThat(sink.updates()).hasSize(1);
    lane.pass(Duration.ofMillis(1));
    assertThat(sink.updates()).hasSize(2);
    lane.pass(Duration.ofSeconds(20));
    assertThat(sink.updates()).hasSize(3);
    lane.pass(Duration.ofSeconds(39));
    assertThat(sink.updates()).hasSize(3);
    lane.pass(Duration.ofSeconds(1));
    assertThat(sink.updates()).hasSize(4);
    assertThat(sink.updates().stream().distinct()).hasSize(1);
  }

  @Test
  void laterUpdatesWaitUntilTheFirstIsAcknowledged() {
    stream.report(status(TASK_STARTING));
    stream.report(status(TASK_RUNNING));
    assertThat(sink.states("t")).containsExactly(TASK_STARTING);

    assertThat(stream.acknowledge(sink.last("t").getUuid())).isTrue();
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING);
    stream.acknowledge(sink.last("t").getUuid());
    assertThat(stream.settled()).isTrue();
    assertThat(lane.timers()).isZero();
  }

  @Test
  void aForeignOrRepeatedAcknowledgementIsIgnored() {
    stream.report(status(TASK_STARTING));
    var first = sink.last("t").getUuid();
    assertThat(stream.acknowledge(Statuses.uuid())).isFalse();
    assertThat(stream.acknowledge(first)).isTrue();
    stream.report(status(TASK_RUNNING));
    assertThat(stream.acknowledge(first)).isFalse();

    assertThat(stream.settled()).isFalse();
  }

  @Test
  void aResubscriptionGetsThePendingUpdateAtOnceAndRestartsTheClock() {
    stream.report(status(TASK_STARTING));
    lane.pass(Duration.ofSeconds(15));
    stream.resend();
    assertThat(sink.updates()).hasSize(3);

    lane.pass(Duration.ofSeconds(10));
    assertThat(sink.updates()).hasSize(4);
  }

  @Test
  void theMasterLearnsTheNewestStateWithEverySending() {
    stream.report(status(TASK_STARTING));
    stream.report(status(TASK_FINISHED));
    assertThat(sink.agentStates()).containsExactly("t TASK_STARTING");

    lane.pass(Duration.ofSeconds(10));
    assertThat(sink.agentStates()).containsExactly("t TASK_STARTING", "t TASK_FINISHED ended");
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_STARTING);
  }

  @Test
  void resultsOfChecksDoNotPileUpWhileTheSchedulerIsAway() {
    stream.report(status(TASK_STARTING));
    stream.report(status(TASK_RUNNING));
    for (int i = 0; i < 10 * UpdateStream.LIMIT; i++) {
      stream.report(health(false));
    }
    stream.report(health(true));
    int sent = 0;
    while (!stream.settled()) {
      stream.acknowledge(sink.last("t").getUuid());
      sent++;
    }

    assertThat(sent).isEqualTo(UpdateStream.LIMIT);
    assertThat(sink.states("t")).startsWith(TASK_STARTING, TASK_RUNNING);
    assertThat(sink.last("t").getHealthy()).isTrue();
  }

  @Test
  void aLogBringsBackWhatIsPending() throws Exception {
    var file = directory.resolve("log");
    var first = stream(new TaskLog(file));
    first.report(status(TASK_STARTING));
    first.report(status(TASK_RUNNING));
    first.acknowledge(sink.last("t").getUuid());
    first.report(status(TASK_FINISHED));
    Files.write(file, new byte[] {0, 0, 0, 99, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);

    var second = stream(UpdateLog.NONE);
    for (var entry : new TaskLog(file).entries()) {
      if (entry instanceof TaskLog.Entry.Update update) {
        second.restore(update.status());
      } else if (entry instanceof TaskLog.Entry.Acknowledged acknowledged) {
        second.restoreAcknowledged(acknowledged.uuid());
      }
    }
    sink.updates().clear();
    second.resend();
    second.acknowledge(sink.last("t").getUuid());

    assertThat(sink.states("t")).containsExactly(TASK_RUNNING, TASK_FINISHED);
    assertThat(second.ended()).isTrue();
  }

  @Test
  void aLongLogIsShortenedOnceEverythingIsAcknowledged() throws Exception {
    var file = directory.resolve("log");
    var log = new TaskLog(file);
    var big = status(TASK_RUNNING).toBuilder().setMessage("x".repeat(10_000)).build();
    for (int i = 0; i < 30; i++) {
      log.update(big);
      log.acknowledged(big.getUuid());
    }
    log.ending(EndCause.KILLED, Instant.ofEpochMilli(5));
    var latest = status(TASK_RUNNING);
    log.settled(latest);

    assertThat(log.entries())
        .containsExactly(
            new TaskLog.Entry.Update(latest),
            new TaskLog.Entry.Acknowledged(latest.getUuid()),
            new TaskLog.Entry.Ending(EndCause.KILLED, Instant.ofEpochMilli(5)));
    assertThat(ByteString.copyFrom(Files.readAllBytes(file)).size()).isLessThan(1000);
  }
}
