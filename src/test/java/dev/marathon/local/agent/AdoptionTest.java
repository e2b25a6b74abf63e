package dev.marathon.local.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {

  private static final String LOOP = "echo $$ > me; while :; do sleep 0.05; done";

  @TempDir Path work;
  private Process agent;
  private ProcessRunner runner;
  private RecordingSink sink;

  private void run(boolean acknowledging, String... tasks) throws Exception {
    agent = AgentProcess.start(work, acknowledging, tasks);
  }

  private void killAgent() throws InterruptedException {
    agent.destroyForcibly().waitFor();
  }

  private void restart(boolean acknowledging) {
    runner = new ProcessRunner(work, Given.AGENT, "agent1", Map.of());
    sink = acknowledging ? new RecordingSink(runner) : new RecordingSink();
    runner.start(sink);
  }

  @AfterEach
  void stop() throws InterruptedException {
    killAgent();
    if (runner != null) {
      runner.removeFramework(Given.ID);
      await().until(() -> recorded() == 0);
      runner.close();
    }
  }

  private long recorded() throws IOException {
    try (var records = Files.list(work.resolve("meta/m-S0/tasks"))) {
      return records.count();
    }
  }

  private Path sandbox(String task) {
    return work.resolve("slaves/m-S0/frameworks/m-0000/executors")
        .resolve(task)
        .resolve("runs/latest");
  }

  private long pid(String task) {
    var file = sandbox(task).resolve("me");
    await().until(() -> Files.exists(file) && Files.size(file) > 0);
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean running(long pid) {
    return ProcessTable.stat(pid).filter(ProcessTable.Stat::running).isPresent();
  }

  /** Until the agent has written down as much of the task as a test relies on. */
  private void awaitEntries(String task, int count) {
    await()
        .until(
            () -> {
              try (var records = Files.list(work.resolve("meta/m-S0/tasks"))) {
                for (var record : records.toList()) {
                  if (Files.exists(record.resolve("launch"))
                      && LaunchFile.read(record.resolve("launch")).key().task().equals(task)) {
                    return new TaskLog(record.resolve("log")).entries().size() >= count;
                  }
                }
                return false;
              } catch (IOException notYet) {
                return false;
              }
            });
  }

  @Test
  void aRunningTaskIsAdoptedWithItsPidAndNothingIsSaidAgain() throws Exception {
    run(true, "t", LOOP);
    long pid = pid("t");
    awaitEntries("t", 4);
    killAgent();
    assertThat(running(pid)).isTrue();

    restart(true);
    assertThat(runner.live()).hasSize(1);
    assertThat(runner.live().get(0).latest().getState()).isEqualTo(TASK_RUNNING);
    assertThat(sink.updates()).isEmpty();
    assertThat(running(pid)).isTrue();

    runner.kill(Given.ID, Given.id("t"), Optional.empty());
    await().until(() -> sink.has("t", TASK_KILLED));
    assertThat(running(pid)).isFalse();
  }

  @Test
  void whatWasNotAcknowledgedIsSaidAgainWithTheSameUuid() throws Exception {
    run(false, "t", LOOP);
    pid("t");
    awaitEntries("t", 2);
    killAgent();
    restart(false);
    killAgent();

    assertThat(sink.states("t")).containsExactly(TASK_STARTING);
    var again = sink.last("t");
    runner.close();
    restart(true);
    await().until(() -> sink.has("t", TASK_RUNNING));
    assertThat(sink.updates().get(0)).isEqualTo(again);
  }

  @Test
  void anEndWhileTheAgentWasAwayIsTold() throws Exception {
    run(true, "t", "echo $$ > me; while [ ! -e go ]; do sleep 0.02; done; exit 5");
    long pid = pid("t");
    awaitEntries("t", 4);
    killAgent();
    Files.createFile(sandbox("t").resolve("go"));
    await().until(() -> !running(pid));
    restart(true);

    await().until(() -> sink.has("t", TASK_FAILED));
    assertThat(sink.last("t").getMessage()).isEqualTo("Command exited with status 5");
    assertThat(sink.states("t")).containsExactly(TASK_FAILED);
  }

  @Test
  void aTaskThatVanishedWithItsSupervisorIsLost() throws Exception {
    run(true, "t", LOOP);
    long pid = pid("t");
    awaitEntries("t", 4);
    killAgent();
    long supervisor = ProcessTable.stat(pid).orElseThrow().parent();
    ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await().until(() -> !running(pid) && !running(supervisor));
    restart(true);

    await().until(() -> sink.has("t", TASK_FAILED));
    assertThat(sink.last("t").getMessage()).isEqualTo("Executor lost");
    assertThat(sink.last("t").getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
  }

  @Test
  void aProcessThatOnlyHasTheSamePidIsNotAdopted() throws Exception {
    run(true, "t", LOOP);
    long pid = pid("t");
    awaitEntries("t", 4);
    killAgent();
    var record = onlyRecord();
    var fields = Files.readString(record.resolve("started")).strip().split(" ");
    long supervisor = Long.parseLong(fields[1]);
    fields[2] = String.valueOf(Long.parseLong(fields[2]) - 1);
    fields[4] = String.valueOf(Long.parseLong(fields[4]) + 1_000_000);
    Files.writeString(record.resolve("started"), String.join(" ", fields));
    restart(true);

    await().until(() -> sink.has("t", TASK_FAILED));
    assertThat(sink.last("t").getMessage()).isEqualTo("Executor lost");
    assertThat(running(pid)).isTrue();
    ProcessHandle.of(supervisor).ifPresent(ProcessHandle::destroyForcibly);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private Path onlyRecord() throws IOException {
    try (var records = Files.list(work.resolve("meta/m-S0/tasks"))) {
      return records.findFirst().orElseThrow();
    }
  }

  @Test
  void aTaskOfAnotherBootIsLost() throws Exception {
    run(true, "t", LOOP);
    long pid = pid("t");
    awaitEntries("t", 4);
    killAgent();
    var record = onlyRecord();
    var fields = Files.readString(record.resolve("started")).strip().split(" ");
    fields[0] = "00000000-0000-0000-0000-000000000000";
    Files.writeString(record.resolve("started"), String.join(" ", fields));
    restart(true);

    await().until(() -> sink.has("t", TASK_FAILED));
    assertThat(running(pid)).isTrue();
    ProcessHandle.of(Long.parseLong(fields[1])).ifPresent(ProcessHandle::destroyForcibly);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aKillThatWasBegunIsFinished() throws Exception {
    run(true, "kill1", "trap '' TERM; " + LOOP);
    long pid = pid("kill1");
    awaitEntries("kill1", 5);
    killAgent();
    restart(true);

    await().until(() -> sink.has("kill1", TASK_KILLED));
    assertThat(sink.last("kill1").getMessage()).isEqualTo("Command terminated with signal Killed");
    assertThat(sink.states("kill1")).doesNotContain(TASK_RUNNING, TASK_STARTING);
    assertThat(sink.states("kill1").stream().filter(TASK_KILLING::equals).count())
        .isLessThanOrEqualTo(1);
    assertThat(running(pid)).isFalse();
  }

  @Test
  void anOrderThatNobodyTookIsRevoked() throws Exception {
    run(true, "t", LOOP);
    long pid = pid("t");
    awaitEntries("t", 4);
    killAgent();
    // As if this process had been killed between writing the order and starting the supervisor.
    var record = onlyRecord();
    var started = Supervision.read(record.resolve("started")).orElseThrow();
    ProcessHandle.of(started.supervisor().pid()).ifPresent(ProcessHandle::destroyForcibly);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Files.move(record.resolve("started"), record.resolve("order"));
    restart(true);

    await().until(() -> sink.has("t", TASK_FAILED));
    assertThat(sink.last("t").getMessage()).isEqualTo("Executor lost");
  }

  @Test
  void aTaskWithoutCheckpointDoesNotSurviveItsAgent() throws Exception {
    run(true, "volatile1", LOOP);
    long pid = pid("volatile1");
    killAgent();
    assertThat(running(pid)).isTrue();
    restart(true);

    await().until(() -> !running(pid));
    assertThat(runner.live()).isEmpty();
    assertThat(sink.updates()).isEmpty();
  }
}
