package dev.marathon.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.Offer;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.Artifact;
import dev.marathon.spec.Check;
import dev.marathon.spec.Container;
import dev.marathon.spec.ExecutorResources;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.Network;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.PortMapping;
import dev.marathon.spec.ResourceLimits;
import dev.marathon.spec.SecretSource;
import dev.marathon.spec.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DiscoveryInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.Port;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

class TaskInfoWriterTest {

  private static final String TASK = "prod_web.instance-" + Launches.NUMBER + "._app.1";

  @Test
  void taskIsNamedByItsPathReadBackwards() {
    var task = task(AppBuilder.of("/prod/db/main").cmd("x"));

    assertThat(task.getName()).isEqualTo("main.db.prod");
    assertThat(task.getDiscovery().getName()).isEqualTo("main.db.prod");
    assertThat(task.getDiscovery().getVisibility()).isEqualTo(DiscoveryInfo.Visibility.FRAMEWORK);
    assertThat(task.getAgentId().getValue()).isEqualTo("S1");
  }

  @Test
  void resourcesAreAllocatedToTheOffersRole() {
    var task = task(AppBuilder.of("/a").cmd("x").portDefinitions(ports(0)), 31001);

    assertThat(task.getResourcesList())
        .extracting(Resource::getName)
        .containsExactly("cpus", "mem", "ports");
    assertThat(task.getResourcesList())
        .allSatisfy(r -> assertThat(r.getAllocationInfo().getRole()).isEqualTo("prod"));
    assertThat(task.getResources(0).getReservationsList()).isEmpty();
    assertThat(task.getResources(1).getReservations(0).getRole()).isEqualTo("prod");
  }

  @Test
  void shellCommandIsGivenToAShell() {
    var command = task(AppBuilder.of("/a").cmd("echo $HOME").user("nobody")).getCommand();

    assertThat(command.getShell()).isTrue();
    assertThat(command.getValue()).isEqualTo("echo $HOME");
    assertThat(command.getUser()).isEqualTo("nobody");
    assertThat(task(AppBuilder.of("/a").cmd("x").user("")).getCommand().hasUser()).isFalse();
  }

  @Test
  void firstArgumentIsTheProgramUnlessThereIsAnImage() {
    var args = List.of("serve", "--fast");
    var plain = task(AppBuilder.of("/a").args(args)).getCommand();
    var image =
        task(AppBuilder.of("/a").args(args).container(image(Container.Type.DOCKER))).getCommand();

    assertThat(plain.getShell()).isFalse();
    assertThat(plain.getValue()).isEqualTo("serve");
    assertThat(plain.getArgumentsList()).isEqualTo(args);
    assertThat(image.hasValue()).isFalse();
    assertThat(image.getArgumentsList()).isEqualTo(args);
  }

  @Test
  void imageAloneRunsItsOwnCommand() {
    var command = task(AppBuilder.of("/a").container(image(Container.Type.MESOS))).getCommand();

    assertThat(command.getShell()).isFalse();
    assertThat(command.hasValue()).isFalse();
    assertThat(command.getArgumentsList()).isEmpty();
  }

  @Test
  void filesAreFetchedAsTold() {
    var uri =
        task(AppBuilder.of("/a")
                .cmd("x")
                .fetch(
                    List.of(new Artifact("http://h/f.tgz", false, true, true, Optional.of("g")))))
            .getCommand()
            .getUris(0);

    assertThat(uri.getValue()).isEqualTo("http://h/f.tgz");
    assertThat(uri.getExtract()).isFalse();
    assertThat(uri.getExecutable()).isTrue();
    assertThat(uri.getCache()).isTrue();
    assertThat(uri.getOutputFile()).isEqualTo("g");
  }

  @Test
  void labelsGraceAndLimitsGoAlong() {
    var task =
        task(
            AppBuilder.of("/a")
                .cmd("x")
                .labels(Map.of("team", "blue"))
                .taskKillGracePeriodSeconds(30)
                .resourceLimits(
                    new ResourceLimits(Optional.of(2.0), Optional.of(Double.POSITIVE_INFINITY))));

    assertThat(task.getLabels().getLabels(0)).isEqualTo(label("team", "blue"));
    assertThat(task.getKillPolicy().getGracePeriod().getNanoseconds()).isEqualTo(30_000_000_000L);
    assertThat(task.getLimitsMap().get("cpus").getValue()).isEqualTo(2);
    assertThat(task.getLimitsMap().get("mem").getValue()).isInfinite();
    assertThat(task.hasMaxCompletionTime()).isFalse();
  }

  @Test
  void onlyTheAgentsHealthCheckIsSent() {
    var task =
        task(
            AppBuilder.of("/a")
                .cmd("x")
                .portDefinitions(ports(0, 0))
                .healthChecks(
                    List.of(
                        check(HealthCheck.Protocol.HTTP, 3),
                        check(HealthCheck.Protocol.MESOS_HTTPS, 0))),
            31001,
            31002);
    var health = task.getHealthCheck();

    assertThat(health.getType()).isEqualTo(Protos.HealthCheck.Type.HTTP);
    assertThat(health.getHttp().getScheme()).isEqualTo("https");
    assertThat(health.getHttp().getPort()).isEqualTo(31002);
    assertThat(health.getHttp().getPath()).isEqualTo("/health");
    assertThat(health.getConsecutiveFailures()).isEqualTo(Integer.MAX_VALUE);
    assertThat(health.getGracePeriodSeconds()).isEqualTo(300);
    assertThat(health.getIntervalSeconds()).isEqualTo(60);
    assertThat(health.getTimeoutSeconds()).isEqualTo(20);
    assertThat(health.getDelaySeconds()).isEqualTo(15);
  }

  @Test
  void checksInAContainerProbeThePortInside() {
    var task =
        task(
            bridged(Container.Type.DOCKER, mapping(8080, 0), mapping(9090, 0))
                .healthChecks(List.of(check(HealthCheck.Protocol.MESOS_TCP, 3))),
            31001,
            31002);

    assertThat(task.getHealthCheck().getTcp().getPort()).isEqualTo(9090);
    assertThat(task.getHealthCheck().getConsecutiveFailures()).isEqualTo(3);
  }

  @Test
  void commandHealthCheckRunsInAShell() {
    var health =
        task(AppBuilder.of("/a")
                .cmd("x")
                .healthChecks(List.of(check(HealthCheck.Protocol.COMMAND, 1))))
            .getHealthCheck();

    assertThat(health.getType()).isEqualTo(Protos.HealthCheck.Type.COMMAND);
    assertThat(health.getCommand().getValue()).isEqualTo("test -f ok");
    assertThat(health.getCommand().getShell()).isTrue();
  }

  @Test
  void checkOfAPortThatIsNotThereIsRefused() {
    var app =
        AppBuilder.of("/a")
            .cmd("x")
            .healthChecks(List.of(check(HealthCheck.Protocol.MESOS_TCP, 1)));

    assertThatThrownBy(() -> task(app)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void genericCheckIsOneOfThree() {
    var argv =
        checked(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Check.Exec(Optional.empty(), List.of("true", "-x"))));
    var http =
        checked(
            Optional.of(
                new Check.Http(Optional.of(0), Optional.empty(), Optional.of("/c"), "HTTP")),
            Optional.empty(),
            Optional.empty());
    var tcp =
        checked(
            Optional.empty(),
            Optional.of(new Check.Tcp(Optional.empty(), Optional.of(99))),
            Optional.empty());

    assertThat(argv.getCommand().getCommand().getArgumentsList()).containsExactly("true", "-x");
    assertThat(argv.getCommand().getCommand().getShell()).isFalse();
    assertThat(http.getHttp().getPort()).isEqualTo(31001);
    assertThat(http.getHttp().getPath()).isEqualTo("/c");
    assertThat(tcp.getTcp().getPort()).isEqualTo(99);
    assertThat(tcp.getType()).isEqualTo(CheckInfo.Type.TCP);
  }

  @Test
  void dockerContainerCarriesTheTaskIdAsALabel() {
    var docker =
        task(AppBuilder.of("/prod/web")
                .container(
                    new Container(
                        Container.Type.DOCKER,
                        Optional.of(
                            new Container.Docker(
                                "nginx",
                                true,
                                true,
                                List.of(new Container.Parameter("cap-add", "ALL")),
                                Optional.empty())),
                        List.of(new Volume.Host("/data", "/srv", Volume.Mode.RO)),
                        Optional.empty(),
                        Optional.empty())))
            .getContainer();

    assertThat(docker.getType()).isEqualTo(ContainerInfo.Type.DOCKER);
    assertThat(docker.getDocker().getNetwork()).isEqualTo(ContainerInfo.DockerInfo.Network.HOST);
    assertThat(docker.getDocker().getForcePullImage()).isTrue();
    assertThat(docker.getDocker().getPrivileged()).isTrue();
    assertThat(docker.getDocker().getParametersList())
        .extracting(p -> p.getKey() + "=" + p.getValue())
        .containsExactly("cap-add=ALL", "label=MESOS_TASK_ID=" + TASK);
    assertThat(docker.getVolumes(0).getHostPath()).isEqualTo("/srv");
    assertThat(docker.getVolumes(0).getContainerPath()).isEqualTo("/data");
    assertThat(docker.getVolumes(0).getMode()).isEqualTo(Protos.Volume.Mode.RO);
  }

  @Test
  void bridgedDockerContainerMapsItsHostPorts() {
    var task =
        task(
            bridged(Container.Type.DOCKER, mapping(80, 0, "udp,tcp"), mapping(0, 0)), 31001, 31002);
    var docker = task.getContainer().getDocker();

    assertThat(docker.getNetwork()).isEqualTo(ContainerInfo.DockerInfo.Network.BRIDGE);
    assertThat(docker.getPortMappingsList())
        .extracting(p -> p.getHostPort() + ":" + p.getContainerPort() + "/" + p.getProtocol())
        .containsExactly("31001:80/udp", "31001:80/tcp", "31002:31002/tcp");
    assertThat(task.getContainer().getNetworkInfosList()).isEmpty();
  }

  @Test
  void dockerContainerOnANamedNetwork() {
    var container =
        task(onNetworks(Container.Type.DOCKER, List.of("blue"), mapping(80, null))).getContainer();

    assertThat(container.getDocker().getNetwork()).isEqualTo(ContainerInfo.DockerInfo.Network.USER);
    assertThat(container.getDocker().getPortMappingsList()).isEmpty();
    assertThat(container.getNetworkInfos(0).getName()).isEqualTo("blue");
  }

  @Test
  void mesosContainerMapsPortsOnItsNetworks() {
    var bridged = task(bridged(Container.Type.MESOS, mapping(80, 0)), 31001).getContainer();
    var two =
        task(
                onNetworks(
                    Container.Type.MESOS,
                    List.of("blue", "red"),
                    new PortMapping(
                        80, Optional.of(0), 0, "tcp", Optional.empty(), Map.of(), List.of("red"))),
                31001)
            .getContainer();

    assertThat(bridged.getType()).isEqualTo(ContainerInfo.Type.MESOS);
    assertThat(bridged.getNetworkInfos(0).getName()).isEqualTo("mesos-bridge");
    assertThat(bridged.getNetworkInfos(0).getIpAddressesCount()).isEqualTo(1);
    assertThat(bridged.getNetworkInfos(0).getPortMappings(0).getHostPort()).isEqualTo(31001);
    assertThat(bridged.getNetworkInfos(0).getPortMappings(0).getContainerPort()).isEqualTo(80);
    assertThat(two.getNetworkInfos(0).getPortMappingsList()).isEmpty();
    assertThat(two.getNetworkInfos(1).getPortMappingsList()).hasSize(1);
  }

  @Test
  void mesosImageIsCachedUnlessPullIsForced() {
    var container =
        new Container(
            Container.Type.MESOS,
            Optional.of(new Container.Docker("img", true, false, List.of(), Optional.of("login"))),
            List.of(),
            Optional.empty(),
            Optional.of(
                new Container.LinuxInfo(
                    Optional.of(new Container.Seccomp(Optional.of("strict"), false)),
                    Optional.of(new Container.IpcInfo("PRIVATE", Optional.of(16))))));
    var info =
        task(AppBuilder.of("/a")
                .container(container)
                .tty(true)
                .secrets(Map.of("login", new SecretSource("/reg/login"))))
            .getContainer();

    assertThat(info.getMesos().getImage().getType()).isEqualTo(Image.Type.DOCKER);
    assertThat(info.getMesos().getImage().getCached()).isFalse();
    assertThat(info.getMesos().getImage().getDocker().getConfig().getReference().getName())
        .isEqualTo("/reg/login");
    assertThat(info.getLinuxInfo().getSeccomp().getProfileName()).isEqualTo("strict");
    assertThat(info.getLinuxInfo().getIpcMode()).isEqualTo(LinuxInfo.IpcMode.PRIVATE);
    assertThat(info.getLinuxInfo().getShmSize()).isEqualTo(16);
    assertThat(info.hasTtyInfo()).isTrue();
  }

  @Test
  void plainTaskHasNoContainerUnlessItWantsATerminal() {
    assertThat(task(AppBuilder.of("/a").cmd("x")).hasContainer()).isFalse();
    assertThat(task(AppBuilder.of("/a").cmd("x").tty(false)).hasContainer()).isFalse();
    var terminal = task(AppBuilder.of("/a").cmd("x").tty(true)).getContainer();
    assertThat(terminal.getType()).isEqualTo(ContainerInfo.Type.MESOS);
    assertThat(terminal.hasMesos()).isTrue();
    assertThat(terminal.hasTtyInfo()).isTrue();
  }

  @Test
  void discoveryListsHostPorts() {
    var task =
        task(
            AppBuilder.of("/a")
                .cmd("x")
                .portDefinitions(
                    List.of(
                        new PortDefinition(
                            0, "udp,tcp", Optional.of("dns"), Map.of("VIP", "a:1")))),
            31001);

    assertThat(task.getDiscovery().getPorts().getPortsList())
        .extracting(Port::getNumber, Port::getName, Port::getProtocol)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(31001, "dns", "udp"),
            org.assertj.core.groups.Tuple.tuple(31001, "dns", "tcp"));
    assertThat(task.getDiscovery().getPorts().getPorts(0).getLabels().getLabelsList())
        .containsExactly(label("VIP", "a:1"));
  }

  @Test
  void discoverySaysOnWhichNetworkAPortIs() {
    var ports =
        task(
                onNetworks(
                    Container.Type.MESOS,
                    List.of("blue", "red"),
                    mapping(80, null),
                    new PortMapping(
                        81, Optional.of(0), 0, "tcp", Optional.empty(), Map.of(), List.of("red"))),
                31001)
            .getDiscovery()
            .getPorts()
            .getPortsList();

    assertThat(ports).extracting(Port::getNumber).containsExactly(80, 80, 31001);
    assertThat(ports.get(0).getLabels().getLabelsList())
        .containsExactly(label("network-scope", "container"), label("network-name", "blue"));
    assertThat(ports.get(1).getLabels().getLabelsList()).contains(label("network-name", "red"));
    assertThat(ports.get(2).getLabels().getLabelsList())
        .containsExactly(label("network-scope", "host"));
  }

  @Test
  void customExecutorGetsTheCommandAndItsShareOfTheOffer() {
    var app =
        AppBuilder.of("/prod/web")
            .cmd("serve --fast")
            .cpus(0.5)
            .mem(64)
            .executor("/opt/it's/exec")
            .executorResources(new ExecutorResources(0.1, 32, 10))
            .build();
    var taken = new ArrayList<Offer.Resource>();
    taken.add(new Offer.Resource.Scalar("cpus", "*", 0.05, Optional.empty()));
    taken.add(new Offer.Resource.Scalar("cpus", "prod", 0.55, Optional.empty()));
    taken.add(new Offer.Resource.Scalar("mem", "*", 96, Optional.empty()));

    var task = write(Launches.taking(app, taken));

    assertThat(task.hasCommand()).isFalse();
    assertThat(task.getExecutor().getExecutorId().getValue()).isEqualTo("marathon-" + TASK);
    assertThat(task.getExecutor().getFrameworkId().getValue()).isEqualTo("f");
    assertThat(task.getExecutor().getCommand().getValue())
        .isEqualTo("chmod ug+rx '/opt/it'\\''s/exec' && exec '/opt/it'\\''s/exec' serve --fast");
    assertThat(amounts(task.getExecutor().getResourcesList()))
        .containsExactly("cpus 0.05", "cpus 0.05", "mem 32.0");
    assertThat(amounts(task.getResourcesList())).containsExactly("cpus 0.5", "mem 64.0");
  }

  @Test
  void executorGetsNothingThatTheTaskNeeds() {
    var app =
        AppBuilder.of("/a")
            .args(List.of("a", "b"))
            .cpus(1)
            .mem(64)
            .executor("bin/exec")
            .executorResources(new ExecutorResources(0.1, 32, 10))
            .build();

    var task = write(Launches.of(app));

    assertThat(task.getExecutor().getCommand().getValue()).endsWith("exec 'bin/exec' a b");
    assertThat(task.getExecutor().getResourcesList()).isEmpty();
    assertThat(amounts(task.getResourcesList())).containsExactly("cpus 1.0", "mem 64.0");
  }

  @Test
  void theExecutorOfTheNodeGetsItsShareToo() {
    var app =
        AppBuilder.of("/prod/web")
            .cmd("serve")
            .cpus(0.5)
            .mem(64)
            .executorResources(new ExecutorResources(0.1, 32, 10))
            .build();
    List<Offer.Resource> taken =
        List.of(
            new Offer.Resource.Scalar("cpus", "*", 0.6, Optional.empty()),
            new Offer.Resource.Scalar("mem", "*", 96, Optional.empty()));
    var settings = new LaunchSettings(Optional.empty(), "/opt/usual", "mesos-bridge");

    var task = TaskInfoWriter.write(Launches.taking(app, taken), settings, "f");

    assertThat(task.getExecutor().getCommand().getValue()).contains("exec '/opt/usual' serve");
    assertThat(amounts(task.getExecutor().getResourcesList()))
        .containsExactly("cpus 0.1", "mem 32.0");
    assertThat(amounts(task.getResourcesList())).containsExactly("cpus 0.5", "mem 64.0");
  }

  @Test
  void pathsOfChecksStartWithASlash() {
    var health =
        new HealthCheck(
            HealthCheck.Protocol.MESOS_HTTP,
            Optional.empty(),
            Optional.of("health?deep=1"),
            Optional.of(0),
            Optional.empty(),
            300,
            60,
            20,
            3,
            15,
            false,
            Optional.empty());
    var checked =
        checked(
            Optional.of(new Check.Http(Optional.of(0), Optional.empty(), Optional.of("c"), "HTTP")),
            Optional.empty(),
            Optional.empty());
    var task =
        task(
            AppBuilder.of("/a").cmd("x").portDefinitions(ports(0)).healthChecks(List.of(health)),
            31001);

    assertThat(task.getHealthCheck().getHttp().getPath()).isEqualTo("/health?deep=1");
    assertThat(checked.getHttp().getPath()).isEqualTo("/c");
  }

  @Test
  void launchWithTooFewPortsIsRefused() {
    assertThatThrownBy(() -> task(AppBuilder.of("/a").cmd("x").portDefinitions(ports(0, 0)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 host ports, 1");
  }

  private static CheckInfo checked(
      Optional<Check.Http> http, Optional<Check.Tcp> tcp, Optional<Check.Exec> exec) {
    return task(
            AppBuilder.of("/a")
                .cmd("x")
                .portDefinitions(ports(0))
                .check(new Check(http, tcp, exec, 60, 20, 15)),
            31001)
        .getCheck();
  }

  private static List<String> amounts(List<Resource> resources) {
    return resources.stream().map(r -> r.getName() + " " + r.getScalar().getValue()).toList();
  }

  private static HealthCheck check(HealthCheck.Protocol protocol, int failures) {
    boolean http =
        protocol == HealthCheck.Protocol.HTTP || protocol == HealthCheck.Protocol.MESOS_HTTPS;
    boolean command = protocol == HealthCheck.Protocol.COMMAND;
    return new HealthCheck(
        protocol,
        command ? Optional.of("test -f ok") : Optional.empty(),
        http ? Optional.of("/health") : Optional.empty(),
        command ? Optional.empty() : Optional.of(1),
        Optional.empty(),
        300,
        60,
        20,
        failures,
        15,
        false,
        Optional.empty());
  }

  private static Container image(Container.Type type) {
    return new Container(
        type,
        Optional.of(new Container.Docker("nginx", false, false, List.of(), Optional.empty())),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static AppBuilder bridged(Container.Type type, PortMapping... mappings) {
    return AppBuilder.of("/a")
        .networks(List.of(new Network(Network.Mode.BRIDGE, Optional.empty(), Map.of())))
        .withoutPortDefinitions()
        .container(image(type).withPortMappings(Optional.of(List.of(mappings))));
  }

  private static AppBuilder onNetworks(
      Container.Type type, List<String> names, PortMapping... mappings) {
    return bridged(type, mappings)
        .networks(
            names.stream()
                .map(name -> new Network(Network.Mode.CONTAINER, Optional.of(name), Map.of()))
                .toList());
  }

  private static PortMapping mapping(int inside, Integer host) {
    return mapping(inside, host, "tcp");
  }

  private static PortMapping mapping(int inside, Integer host, String protocol) {
    return new PortMapping(
        inside, Optional.ofNullable(host), 0, protocol, Optional.empty(), Map.of(), List.of());
  }

  private static List<PortDefinition> ports(Integer... numbers) {
    return List.of(numbers).stream()
        .map(number -> new PortDefinition(number, "tcp", Optional.empty(), Map.of()))
        .toList();
  }

  private static Label label(String key, String value) {
    return Label.newBuilder().setKey(key).setValue(value).build();
  }

  private static TaskInfo task(AppBuilder app, Integer... ports) {
    return write(Launches.of(app, ports));
  }

  private static TaskInfo write(LaunchSpec launch) {
    return TaskInfoWriter.write(launch, LaunchSettings.defaults(), "f");
  }
}
