package dev.marathon.local.agent;

import static dev.marathon.local.agent.Given.FRAMEWORK;
import static dev.marathon.local.agent.Given.ID;
import static dev.marathon.local.agent.Given.id;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.local.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

class SimulatedRunnerTest {

  private final ManualLane lane = new ManualLane();
  private RecordingSink sink;

  private SimulatedRunner runner(double fail, double lose, boolean health, int index) {
    var options =
        new Simulation(
            Duration.ofMillis(200), Duration.ofMillis(100), fail, lose, 7, health, false);
    var runner = new SimulatedRunner(Given.AGENT, options, index, lane);
    sink = new RecordingSink(runner);
    runner.start(sink);
    return runner;
  }

  private static TaskInfo docker(String id) {
    return Given.task(id, Given.command("whatever"))
        .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER))
        .build();
  }

  private void pass(int millis) {
    lane.pass(Duration.ofMillis(millis));
  }

  @Test
  void anyTaskStartsAfterHalfTheDelayAndRunsAfterTheWhole() {
    var runner = runner(0, 0, false, 300);
    runner.launch(FRAMEWORK, docker("t"), true);
    pass(99);
    assertThat(sink.updates()).isEmpty();
    assertThat(runner.live()).hasSize(1);
    pass(1);
    assertThat(sink.states("t")).containsExactly(TASK_STARTING);
    pass(100);
    assertThat(sink.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING);
    pass(100_000);
    assertThat(sink.updates()).hasSize(2).noneMatch(status -> status.hasHealthy());
    var networks = sink.last("t").getContainerStatus().getNetworkInfosList();
    assertThat(networks).hasSize(1);
    assertThat(networks.get(0).getIpAddressesList())
        .singleElement()
        .satisfies(address -> assertThat(address.getIpAddress()).isEqualTo("10.0.1.47"));
  }

  @Test
  void aKillIsToldAtOnceAndDoneAfterItsDelay() {
    var runner = runner(0, 0, false, 0);
    runner.launch(FRAMEWORK, docker("t"), true);
    pass(1000);
    runner.kill(ID, id("t"), Optional.empty());
    runner.kill(ID, id("t"), Optional.empty());
    assertThat(sink.last("t").getState()).isEqualTo(TASK_KILLING);
    pass(99);
    assertThat(sink.last("t").getState()).isEqualTo(TASK_KILLING);
    pass(1);
    assertThat(sink.states("t"))
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    assertThat(runner.live()).isEmpty();
    assertThat(lane.timers()).isZero();
  }

  @Test
  void aKillBeforeItStartsIsToldByTheAgent() {
    var runner = runner(0, 0, false, 0);
    runner.launch(FRAMEWORK, docker("t"), true);
    runner.kill(ID, id("t"), Optional.empty());
    pass(1000);

    assertThat(sink.states("t")).containsExactly(TASK_KILLED);
  }

  @Test
  void tasksFailOrAreLostAtTheirRates() {
    var runner = runner(0.3, 0.2, false, 0);
    IntStream.range(0, 1000).forEach(i -> runner.launch(FRAMEWORK, docker("t" + i), true));
    pass(1000);

    long failed = sink.updates().stream().filter(s -> s.getState() == TASK_FAILED).count();
    long running = sink.updates().stream().filter(s -> s.getState() == TASK_RUNNING).count();
    assertThat(failed).isBetween(190L, 290L);
    assertThat(1000 - failed - running).isBetween(150L, 250L);
    assertThat(runner.live()).hasSize((int) running);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(fates(0)).isEqualTo(fates(0)).isNotEqualTo(fates(1));
  }

  private List<String> fates(int index) {
    var runner = runner(0.5, 0.2, false, index);
    IntStream.range(0, 50).forEach(i -> runner.launch(FRAMEWORK, docker("t" + i), true));
    pass(1000);
    return sink.updates().stream()
        .map(status -> status.getTaskId().getValue() + status.getState())
        .toList();
  }

  @Test
  void healthIsReportedIfAskedFor() {
    var runner = runner(0, 0, true, 0);
    var check = HealthCheck.newBuilder().setType(HealthCheck.Type.HTTP);
    runner.launch(FRAMEWORK, docker("t").toBuilder().setHealthCheck(check).build(), true);
    runner.launch(FRAMEWORK, docker("u"), true);
    pass(1000);

    assertThat(sink.last("t").getHealthy()).isTrue();
    assertThat(sink.last("t").hasHealthy()).isTrue();
    assertThat(sink.last("u").hasHealthy()).isFalse();
  }

  @Test
  void anExecutorOfATaskEndsWithIt() {
    var runner = runner(0, 0, false, 0);
    var executor = ExecutorInfo.newBuilder().setExecutorId(Given.executor("own"));
    runner.launch(FRAMEWORK, docker("t").toBuilder().setExecutor(executor).build(), true);
    pass(1000);
    assertThat(sink.last("t").getExecutorId().getValue()).isEqualTo("own");
    assertThat(sink.executors()).isEmpty();

    runner.kill(ID, id("t"), Optional.empty());
    pass(1000);
    assertThat(sink.executors()).containsExactly("own 0");
  }

  @Test
  void whatCannotBeHandedToDockerFailsInTheWordsOfMesos() {
    var runner = runner(0, 0, false, 0);
    var mapped = DockerInfo.newBuilder().setImage("i").addPortMappings(mapping(31001));
    var bridge = mapped.clone().setNetwork(DockerInfo.Network.BRIDGE);
    var user = DockerInfo.newBuilder().setImage("i").setNetwork(DockerInfo.Network.USER);
    runner.launch(
        FRAMEWORK, docker("host", mapped.clone().setNetwork(DockerInfo.Network.HOST)), true);
    runner.launch(FRAMEWORK, docker("none", bridge), true);
    runner.launch(FRAMEWORK, docker("user", user), true);
    runner.launch(FRAMEWORK, withPorts(docker("other", bridge), 31002), true);
    runner.launch(FRAMEWORK, withPorts(docker("good", bridge), 31001), true);
    pass(1000);

    assertThat(failure("host"))
        .isEqualTo("Port mappings are only supported for bridge and user-defined networks");
    assertThat(failure("none")).isEqualTo("Port mappings require port resources");
    assertThat(failure("user")).isEqualTo("No network info found in container info");
    assertThat(failure("other")).isEqualTo("Port [31001] not included in resources");
    assertThat(sink.last("good").getState()).isEqualTo(TASK_RUNNING);
  }

  private String failure(String task) {
    assertThat(sink.last(task).getState()).isEqualTo(TASK_FAILED);
    return sink.last(task).getMessage();
  }

  private static TaskInfo docker(String id, DockerInfo.Builder docker) {
    return docker(id).toBuilder()
        .setContainer(
            ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER).setDocker(docker))
        .build();
  }

  private static DockerInfo.PortMapping mapping(int hostPort) {
    return DockerInfo.PortMapping.newBuilder().setHostPort(hostPort).setContainerPort(80).build();
  }

  private static TaskInfo withPorts(TaskInfo task, int port) {
    var range = Value.Range.newBuilder().setBegin(port).setEnd(port);
    return task.toBuilder()
        .addResources(
            Resource.newBuilder()
                .setName("ports")
                .setType(Value.Type.RANGES)
                .setRanges(Value.Ranges.newBuilder().addRange(range)))
        .build();
  }

  @Test
  void aGroupEndsTogetherAndItsExecutorWithIt() {
    var runner = runner(0, 0, false, 0);
    var group = TaskGroupInfo.newBuilder().addTasks(docker("a")).addTasks(docker("b")).build();
    runner.launchGroup(FRAMEWORK, Given.pod("p"), group);
    pass(1000);
    runner.kill(ID, id("a"), Optional.empty());
    pass(1000);

    assertThat(sink.last("a").getState()).isEqualTo(TASK_KILLED);
    assertThat(sink.last("b").getState()).isEqualTo(TASK_KILLED);
    assertThat(sink.executors()).containsExactly("p 0");
  }

  @Test
  void aRemovedFrameworkIsForgotten() {
    var runner = runner(0, 0, false, 0);
    runner.launch(FRAMEWORK, docker("t"), true);
    runner.removeFramework(ID);
    pass(1000);

    assertThat(sink.updates()).isEmpty();
    assertThat(runner.live()).isEmpty();
    assertThat(lane.timers()).isZero();
  }

  @Test
  void addressesAreDifferentHosts() {
    assertThat(IntStream.range(0, 20_000).mapToObj(SimulatedRunner::address).distinct())
        .hasSize(20_000)
        .allMatch(address -> address.matches("10\\.\\d+\\.\\d+\\.[1-9]\\d*"))
        .startsWith("10.0.0.1", "10.0.0.2");
  }
}
