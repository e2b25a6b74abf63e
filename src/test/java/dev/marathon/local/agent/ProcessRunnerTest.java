package dev.marathon.local.agent;

import static dev.marathon.local.agent.Given.FRAMEWORK;
import static dev.marathon.local.agent.Given.ID;
import static dev.marathon.local.agent.Given.id;
import static dev.marathon.local.agent.Given.shell;
import static org.apache.mesos.v1.Protos.TaskState.TASK_DROPPED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marathon.local.TaskStates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRunnerTest {

  @TempDir Path work;
  private ProcessRunner runner;
  private RecordingSink sink;

  @BeforeEach
  void start() {
    runner = new ProcessRunner(work, Given.AGENT, "agent1", Map.of());
    sink = new RecordingSink(runner);
    runner.start(sink);
  }

  @AfterEach
  void stop() {
    runner.removeFramework(ID);
    await().until(() -> noRecords());
    runner.close();
  }

  private boolean noRecords() throws IOException {
    try (var records = Files.list(work.resolve("meta/m-S0/tasks"))) {
      return records.findAny().isEmpty();
    }
  }

  private void launch(TaskInfo task) {
    runner.launch(FRAMEWORK, task, true);
  }

  private TaskStatus ended(String task) {
    await()
        .until(() -> !sink.of(task).isEmpty() && TaskStates.terminal(sink.last(task).getState()));
    return sink.last(task);
  }

  private Path sandbox(String task) throws IOException {
    return work.resolve("slaves/m-S0/frameworks/m-0000/executors")
        .resolve(task)
        .resolve("runs/latest")
        .toRealPath();
  }

  @Test
  void aTaskStartsRunsAndFinishes() {
    launch(shell("t", "exit 0"));

    assertThat(ended("t").getMessage()).isEqualTo("Command exited with status 0");
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
    assertThat(sink.of("t"))
        .allSatisfy(
            status -> {
              assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
              assertThat(status.getExecutorId().getValue()).isEqualTo("t");
              assertThat(status.getUuid().size()).isEqualTo(16);
              assertThat(status.hasReason()).isFalse();
              assertThat(status.getContainerStatus().getExecutorPid()).isPositive();
              assertThat(
                      status
                          .getContainerStatus()
                          .getNetworkInfos(0)
                          .getIpAddresses(0)
                          .getIpAddress())
                  .isEqualTo("127.0.0.1");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 7 | Command exited with status 7",
        "exit 137 | Command exited with status 137",
        "kill -9 $$ | Command terminated with signal Killed",
        "kill -15 $$ | Command terminated with signal Terminated",
        "kill -11 $$ | Command terminated with signal Segmentation fault",
        "no_such_command | Command exited with status 127"
      })
  void theMessageTellsExitCodesFromSignals(String line, String message) {
    launch(shell("t", line));

    var status = ended("t");
    assertThat(status.getState()).isEqualTo(TASK_FAILED);
    assertThat(status.getMessage()).isEqualTo(message);
  }

  @Test
  void theSandboxAndTheEnvironmentAreThoseOfMesos() throws IOException {
    var command =
        CommandInfo.newBuilder()
            .setValue("pwd; umask; env; echo oops >&2")
            .setEnvironment(
                Environment.newBuilder()
                    .addVariables(Environment.Variable.newBuilder().setName("HOST").setValue("h"))
                    .addVariables(
                        Environment.Variable.newBuilder().setName("ÜBER").setValue("a b\n'c'")));
    launch(Given.task("t", command.build()).build());
    ended("t");

    var sandbox = sandbox("t");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox)))
        .isEqualTo("rwxr-x---");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve("stdout"))))
        .isEqualTo("rw-r--r--");
    assertThat(Files.readAllLines(sandbox.resolve("stdout")))
        .startsWith(sandbox.toString(), "0022")
        .contains(
            "HOST=h",
            "MESOS_SANDBOX=" + sandbox,
            "MESOS_DIRECTORY=" + sandbox,
            "MESOS_EXECUTOR_ID=t",
            "MESOS_FRAMEWORK_ID=m-0000",
            "MESOS_SLAVE_ID=m-S0",
            "MESOS_ALLOCATION_ROLE=web",
            "MESOS_CHECKPOINT=1",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "PWD=" + sandbox)
        .noneMatch(
            line -> line.startsWith("HOME=") || line.startsWith("USER=") || line.startsWith("LC_"));
    assertThat(Files.readString(sandbox.resolve("stderr"))).isEqualTo("oops\n");
  }

  @Test
  void withoutAShellArgumentsAreTakenAsTheyAre() throws IOException {
    var command =
        CommandInfo.newBuilder()
            .setShell(false)
            .setValue("printf")
            .addArguments("printf")
            .addArguments("%s|")
            .addArguments("a b")
            .addArguments("$HOME");
    launch(Given.task("t", command.build()).build());

    assertThat(ended("t").getState()).isEqualTo(TASK_FINISHED);
    assertThat(Files.readString(sandbox("t").resolve("stdout"))).isEqualTo("a b|$HOME|");
  }

  @Test
  void aMissingBinaryFailsAfterRunning() throws IOException {
    var command = CommandInfo.newBuilder().setShell(false).setValue("/no/such/bin");
    launch(Given.task("t", command.build()).build());

    assertThat(ended("t").getMessage()).isEqualTo("Command exited with status 1");
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FAILED);
    assertThat(Files.readString(sandbox("t").resolve("stderr")))
        .isEqualTo("Failed to execute '/no/such/bin': No such file or directory\n");
  }

  @Test
  void aCommandWithoutValueEndsItsExecutor() {
    launch(Given.task("t", CommandInfo.getDefaultInstance()).build());

    var status = ended("t");
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_FAILED);
    assertThat(status.getMessage()).isEqualTo("Executor terminated");
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
  }

  @Test
  void anUnknownUserIsDroppedOrLostWhereDroppedIsUnknown() {
    var command = Given.command("true").toBuilder().setUser("no_such_user_x").build();
    launch(Given.task("t", command).build());
    var old = FRAMEWORK.toBuilder().clearCapabilities().build();
    runner.launch(old, Given.task("u", command).build(), true);

    var status = ended("t");
    assertThat(status.getState()).isEqualTo(TASK_DROPPED);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    assertThat(status.getMessage())
        .startsWith("Failed to create executor directory '" + work)
        .endsWith("Failed to chown directory to 'no_such_user_x': No such user 'no_such_user_x'");
    assertThat(ended("u").getState()).isEqualTo(TaskState.TASK_LOST);
  }

  @Test
  void anExecutorThatIsNotRunHereEndsWithItsTask() {
    var executor =
        Given.pod("own").toBuilder()
            .setType(ExecutorInfo.Type.CUSTOM)
            .setCommand(Given.command("/opt/own"));
    launch(shell("t", "true").toBuilder().clearCommand().setExecutor(executor).build());

    assertThat(ended("t").getState()).isEqualTo(TASK_FAILED);
    assertThat(ended("t").getExecutorId().getValue()).isEqualTo("own");
    await().until(() -> sink.executors().equals(List.of("own -1")));
  }

  @Test
  void dockerFailsAsOnAnAgentWithoutDocker() {
    launch(
        Given.task("t", Given.command("true"))
            .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER))
            .build());

    assertThat(ended("t").getMessage())
        .isEqualTo("Abnormal executor termination: unknown container; this cluster has no Docker");
    assertThat(sink.states("t")).containsExactly(TASK_FAILED);
  }

  @Test
  void aPlainMesosContainerRuns() {
    launch(
        Given.task("t", Given.command("true"))
            .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS))
            .build());

    assertThat(ended("t").getState()).isEqualTo(TASK_FINISHED);
  }

  @Test
  void aKillEndsTheWholeTree() throws IOException {
    launch(
        shell(
            "t",
            "setsid sh -c 'echo $$ > far; exec sleep 1000' & (sleep 1000 & echo $! > near) ; wait; sleep 1000"));
    await()
        .until(
            () ->
                Files.exists(sandbox("t").resolve("far"))
                    && Files.size(sandbox("t").resolve("near")) > 0);
    long far = pid("t", "far");
    long near = pid("t", "near");
    runner.kill(ID, id("t"), Optional.empty());

    assertThat(ended("t").getState()).isEqualTo(TASK_KILLED);
    assertThat(sink.last("t").getMessage()).isEqualTo("Command terminated with signal Terminated");
    assertThat(sink.last("t").hasHealthy()).isFalse();
    assertThat(sink.states("t"))
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    await().until(() -> !running(far) && !running(near));
  }

  private long pid(String task, String file) throws IOException {
    return Long.parseLong(Files.readString(sandbox(task).resolve(file)).strip());
  }

  private static boolean running(long pid) {
    return ProcessTable.stat(pid).filter(ProcessTable.Stat::running).isPresent();
  }

  @Test
  void whoIgnoresSigtermIsKilledAfterItsGracePeriod() {
    launch(
        shell(
            "t", "trap '' TERM; echo > on; while :; do sleep 0.05; done", Duration.ofMillis(300)));
    await().until(() -> Files.exists(sandbox("t").resolve("on")));
    long begin = System.nanoTime();
    runner.kill(ID, id("t"), Optional.of(Duration.ofHours(1)));

    assertThat(ended("t").getMessage()).isEqualTo("Command terminated with signal Killed");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void whatOutlivesAKilledTaskIsKilledToo() throws IOException {
    launch(
        shell(
            "t",
            "(trap '' TERM; echo > on; exec sleep 1000) & echo $! > child; wait",
            Duration.ofMillis(200)));
    await()
        .until(
            () ->
                Files.exists(sandbox("t").resolve("on"))
                    && Files.exists(sandbox("t").resolve("child")));
    long child = pid("t", "child");
    runner.kill(ID, id("t"), Optional.empty());
    ended("t");

    await().until(() -> !running(child));
  }

  @Test
  void theBackgroundProcessOfAFinishedTaskGoesOn() throws IOException {
    launch(shell("t", "sleep 1000 & echo $! > child; exit 0"));
    ended("t");
    await().until(this::noRecords);

    long child = pid("t", "child");
    assertThat(running(child)).isTrue();
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aKillRightAfterTheLaunchIsToldByTheAgent() {
    launch(shell("t", "sleep 1000"));
    runner.kill(ID, id("t"), Optional.empty());

    var status = ended("t");
    assertThat(sink.states("t")).containsExactly(TASK_KILLED);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH);
    assertThat(status.getMessage()).isEqualTo("Killed before delivery to the executor");
    assertThat(status.hasContainerStatus()).isFalse();
  }

  @Test
  void killingIsNotToldToAFrameworkThatDoesNotKnowIt() {
    runner.launch(
        FRAMEWORK.toBuilder().clearCapabilities().build(), shell("t", "sleep 1000"), true);
    await().until(() -> sink.has("t", TASK_RUNNING));
    runner.kill(ID, id("t"), Optional.empty());

    ended("t");
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLED);
  }

  @Test
  void aTaskThatRunsTooLongFails() {
    launch(
        Given.task("t", Given.command("sleep 1000"))
            .setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(300_000_000))
            .build());

    var status = ended("t");
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FAILED);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
    assertThat(status.getMessage()).isEqualTo("Command terminated with signal Terminated");
  }

  @Test
  void aTaskWhoseSupervisorIsKilledFailsAndIsEnded() throws IOException {
    launch(shell("t", "echo $$ > me; exec sleep 1000"));
    await().until(() -> sink.has("t", TASK_RUNNING) && Files.exists(sandbox("t").resolve("me")));
    long supervisor = sink.last("t").getContainerStatus().getExecutorPid();
    ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();

    var status = ended("t");
    assertThat(status.getState()).isEqualTo(TASK_FAILED);
    assertThat(status.getMessage()).isEqualTo("Executor terminated");
    await().until(() -> !running(pid("t", "me")));
  }

  @Test
  void aRemovedFrameworkIsEndedWithoutAWord() {
    launch(shell("t", "sleep 1000"));
    await().until(() -> sink.has("t", TASK_RUNNING));
    long supervisor = sink.last("t").getContainerStatus().getExecutorPid();
    runner.removeFramework(ID);

    await().until(() -> !running(supervisor));
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING);
    assertThat(runner.live()).isEmpty();
  }

  @Test
  void liveTasksAreKnownUntilTheirEndIsAcknowledged() {
    runner.close();
    runner = new ProcessRunner(work, Given.AGENT, "agent1", Map.of());
    sink = new RecordingSink();
    runner.start(sink);
    launch(shell("t", "exit 3"));
    await().until(() -> sink.has("t", TASK_STARTING));
    await().until(() -> runner.live().get(0).latest().getState() == TASK_FAILED);

    for (int i = 0; i < 3; i++) {
      int expected = i + 1;
      await().until(() -> sink.of("t").size() == expected);
      assertThat(runner.live()).hasSize(1);
      runner.acknowledge(ID, id("t"), sink.last("t").getUuid());
    }
    await().until(() -> runner.live().isEmpty());
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FAILED);
  }

  @Test
  void idsThatAreNoFileNamesAreRefused() {
    launch(shell("../../../x", "true"));

    assertThat(ended("../../../x").getState()).isEqualTo(TASK_DROPPED);
  }

  @Test
  void whatIsFetchedIsThereBeforeTheTaskRuns() throws IOException {
    var source = Files.writeString(work.resolve("greeting"), "hello");
    var command =
        Given.command("cat greeting").toBuilder()
            .addUris(CommandInfo.URI.newBuilder().setValue("file://" + source))
            .build();
    launch(Given.task("t", command).build());

    assertThat(ended("t").getState()).isEqualTo(TASK_FINISHED);
    assertThat(sandbox("t").resolve("stdout")).hasContent("hello");
  }

  @Test
  void aFailedFetchFailsTheTaskBeforeItStarts() throws IOException {
    var command =
        Given.command("true").toBuilder()
            .addUris(CommandInfo.URI.newBuilder().setValue("/no/such/file"))
            .build();
    launch(Given.task("t", command).build());

    var status = ended("t");
    var container = sandbox("t").getFileName();
    assertThat(sink.states("t")).containsExactly(TASK_FAILED);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(status.getMessage())
        .isEqualTo(
            "Failed to launch container: Failed to fetch all URIs for container '%s': exited with status 1",
            container);
    assertThat(Files.readString(sandbox("t").resolve("stderr")))
        .contains("Failed to fetch '/no/such/file': ");
  }

  @Test
  void aKillStopsAFetch() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var command =
          Given.command("true").toBuilder()
              .addUris(
                  CommandInfo.URI
                      .newBuilder()
                      .setValue("http://127.0.0.1:" + silent.getLocalPort() + "/slow"))
              .build();
      launch(Given.task("t", command).build());
      silent.accept();
      runner.kill(ID, id("t"), Optional.empty());

      assertThat(ended("t").getReason())
          .isEqualTo(TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH);
      await().until(this::noRecords);
    }
  }

  private static HealthCheck.Builder health(String line) {
    return HealthCheck.newBuilder()
        .setType(HealthCheck.Type.COMMAND)
        .setCommand(Given.command(line))
        .setDelaySeconds(0)
        .setIntervalSeconds(0.1)
        .setTimeoutSeconds(1)
        .setGracePeriodSeconds(0)
        .setConsecutiveFailures(2);
  }

  @Test
  void aHealthCheckRunsInTheSandboxAndSaysSoOnce() {
    launch(
        Given.task("t", Given.command("echo > ok; sleep 1000"))
            .setHealthCheck(
                health("test -e ok && test \"$MESOS_SANDBOX\" = $(pwd)")
                    .setConsecutiveFailures(100))
            .build());
    await().until(() -> sink.of("t").stream().anyMatch(TaskStatus::getHealthy));
    runner.kill(ID, id("t"), Optional.empty());

    assertThat(ended("t").hasHealthy()).isFalse();
    assertThat(sink.of("t").stream().filter(TaskStatus::getHealthy)).hasSize(1);
  }

  @Test
  void aTaskThatFailsItsHealthCheckIsKilledAsUnhealthy() {
    launch(Given.task("t", Given.command("sleep 1000")).setHealthCheck(health("exit 3")).build());

    var status = ended("t");
    assertThat(sink.states("t"))
        .containsExactly(
            TASK_STARTING, TASK_RUNNING, TASK_RUNNING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    assertThat(status.hasHealthy()).isTrue();
    assertThat(status.getHealthy()).isFalse();
    assertThat(status.hasReason()).isFalse();
    assertThat(sink.of("t").get(4).hasHealthy()).isFalse();
  }

  @Test
  void aHealthCheckThatHangsFailsAndIsEnded() throws IOException {
    launch(
        Given.task("t", Given.command("sleep 1000"))
            .setHealthCheck(
                health("echo $$ > probe; sleep 1000; true")
                    .setTimeoutSeconds(0.3)
                    .setConsecutiveFailures(1))
            .build());

    assertThat(ended("t").getHealthy()).isFalse();
    long probe = pid("t", "probe");
    await().until(() -> !running(probe));
  }

  @Test
  void aCheckShowsItsResultOnlyInItsOwnUpdates() throws IOException {
    var check =
        CheckInfo.newBuilder()
            .setType(CheckInfo.Type.COMMAND)
            .setCommand(CheckInfo.Command.newBuilder().setCommand(Given.command("test -e x")))
            .setDelaySeconds(0)
            .setIntervalSeconds(0.05);
    launch(Given.task("t", Given.command("sleep 1000")).setCheck(check).build());
    await().until(() -> sink.of("t").size() == 3);
    Files.createFile(sandbox("t").resolve("x"));
    await().until(() -> sink.of("t").size() == 4);
    runner.kill(ID, id("t"), Optional.empty());
    ended("t");

    assertThat(sink.of("t"))
        .allMatch(TaskStatus::hasCheckStatus)
        .extracting(status -> status.getCheckStatus().getCommand())
        .extracting(result -> result.hasExitCode() ? result.getExitCode() : -1)
        .containsExactly(-1, -1, 1, 0, -1, -1);
  }

  private void launchGroup(String executor, TaskInfo... tasks) {
    runner.launchGroup(
        FRAMEWORK,
        Given.pod(executor),
        TaskGroupInfo.newBuilder().addAllTasks(List.of(tasks)).build());
  }

  @Test
  void aGroupRunsInNestedSandboxesUntilItsLastTaskEnds() throws IOException {
    launchGroup(
        "pod", shell("a", "env; pwd"), shell("b", "while [ ! -e go ]; do sleep 0.02; done"));
    assertThat(ended("a").getState()).isEqualTo(TASK_FINISHED);
    assertThat(sink.states("b")).containsExactly(TASK_STARTING, TASK_RUNNING);
    assertThat(sink.executors()).isEmpty();
    var pod = sandbox("pod");
    Files.createFile(pod.resolve("tasks/b/go"));
    await().until(() -> sink.executors().equals(List.of("pod 0")));

    var starting = sink.of("a").get(0);
    assertThat(starting.getExecutorId().getValue()).isEqualTo("pod");
    assertThat(starting.getContainerStatus().getContainerId().getParent().getValue())
        .isEqualTo(pod.getFileName().toString());
    assertThat(starting.getContainerStatus().getNetworkInfosCount()).isZero();
    assertThat(sink.of("a").get(1).getContainerStatus().getNetworkInfosCount()).isEqualTo(1);
    assertThat(sink.of("a").get(2).getContainerStatus().hasExecutorPid()).isFalse();
    var child = pod.resolve("tasks/a").toRealPath();
    assertThat(child.getParent()).isEqualTo(pod.resolve("containers"));
    assertThat(Files.readAllLines(child.resolve("stdout")))
        .contains("MESOS_SANDBOX=" + child, "MESOS_CONTAINER_IP=127.0.0.1", child.toString())
        .noneMatch(line -> line.startsWith("MESOS_EXECUTOR_ID"));
  }

  @Test
  void oneFailureEndsTheGroupButNotAnotherOfTheSameExecutor() {
    launchGroup("pod", shell("a", "sleep 1000"), shell("b", "sleep 1000"));
    launchGroup("pod", shell("c", "sleep 1000"));
    await()
        .until(
            () ->
                sink.has("a", TASK_RUNNING)
                    && sink.has("b", TASK_RUNNING)
                    && sink.has("c", TASK_RUNNING));
    assertThat(sink.last("c").getContainerStatus().getContainerId().getParent())
        .isEqualTo(sink.last("a").getContainerStatus().getContainerId().getParent());
    runner.kill(ID, id("a"), Optional.empty());

    assertThat(ended("b").getState()).isEqualTo(TASK_KILLED);
    assertThat(sink.states("b"))
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    assertThat(sink.states("c")).containsExactly(TASK_STARTING, TASK_RUNNING);
    assertThat(sink.executors()).isEmpty();
    runner.shutdown(ID, Given.executor("pod"));
    assertThat(ended("c").getState()).isEqualTo(TASK_KILLED);
    await().until(() -> sink.executors().equals(List.of("pod 0")));
  }

  @Test
  void aPersistentVolumeOutlivesTheTask() throws IOException {
    var disk =
        Resource.newBuilder()
            .setName("disk")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(64))
            .addReservations(
                Resource.ReservationInfo.newBuilder()
                    .setType(Resource.ReservationInfo.Type.DYNAMIC)
                    .setRole("web"))
            .setDisk(
                Resource.DiskInfo.newBuilder()
                    .setPersistence(Resource.DiskInfo.Persistence.newBuilder().setId("vol-1"))
                    .setVolume(
                        Volume.newBuilder().setMode(Volume.Mode.RW).setContainerPath("data")));
    launch(Given.task("a", Given.command("echo kept > data/f")).addResources(disk).build());
    ended("a");
    launch(Given.task("b", Given.command("cat data/f")).addResources(disk).build());
    ended("b");

    assertThat(sandbox("b").resolve("stdout")).hasContent("kept");
    assertThat(work.resolve("volumes/roles/web/vol-1/f")).hasContent("kept");
  }

  @Test
  void aTaskRunsAsItsUser() throws IOException {
    assumeTrue(Accounts.ofThisProcess().root());
    var secret = Files.writeString(work.resolve("secret"), "x");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    var command = Given.command("id -un; echo > mine").toBuilder().setUser("nobody");
    launch(Given.task("t", command.build()).build());
    launch(
        Given.task("u", command.addUris(CommandInfo.URI.newBuilder().setValue("" + secret)).build())
            .build());

    assertThat(ended("t").getState()).isEqualTo(TASK_FINISHED);
    assertThat(sandbox("t").resolve("stdout")).hasContent("nobody");
    assertThat(Files.getOwner(sandbox("t")).getName()).isEqualTo("nobody");
    assertThat(ended("u").getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
  }
}
