package dev.marathon.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.marathon.base.Version;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.Container;
import dev.marathon.spec.EnvValue;
import dev.marathon.spec.Network;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.PortMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {

  @Test
  void appWithoutPortsIsToldWhatItIsAndWhereItRuns() {
    var app =
        AppBuilder.of("/prod/web")
            .cmd("sleep 1")
            .cpus(0.5)
            .mem(128)
            .version(Version.parse("2026-01-02T03:04:05.678Z"))
            .labels(labels("team", "blue", "Cost-Centre/x", "7"));

    assertThat(environment(Launches.of(app)))
        .containsExactly(
            entry("MESOS_TASK_ID", "prod_web.instance-" + Launches.NUMBER + "._app.1"),
            entry("MARATHON_APP_ID", "/prod/web"),
            entry("MARATHON_APP_VERSION", "2026-01-02T03:04:05.678Z"),
            entry("MARATHON_APP_RESOURCE_CPUS", "0.5"),
            entry("MARATHON_APP_RESOURCE_MEM", "128.0"),
            entry("MARATHON_APP_RESOURCE_DISK", "0.0"),
            entry("MARATHON_APP_RESOURCE_GPUS", "0"),
            entry("MARATHON_APP_ENFORCE_GROUP_ROLE", "FALSE"),
            entry("MARATHON_APP_LABELS", "TEAM COST_CENTRE_X"),
            entry("MARATHON_APP_LABEL_TEAM", "blue"),
            entry("MARATHON_APP_LABEL_COST_CENTRE_X", "7"),
            entry("HOST", "agent1"));
  }

  @Test
  void onlyShortLabelsBecomeVariables() {
    var app =
        AppBuilder.of("/a")
            .labels(
                labels(
                    "k".repeat(493),
                    "v",
                    "k".repeat(492),
                    "v",
                    "long",
                    "v".repeat(512),
                    "fits",
                    "v".repeat(511)));

    assertThat(environment(Launches.of(app)).get("MARATHON_APP_LABELS"))
        .isEqualTo("K".repeat(492) + " FITS");
  }

  @Test
  void hostPortsAreNumberedNamedAndListed() {
    var app =
        AppBuilder.of("/a")
            .portDefinitions(
                List.of(definition(0, "web-ui"), definition(8080, null), definition(0, null)));

    assertThat(environment(Launches.of(app, 31001, 31002, 31003)))
        .contains(
            entry("PORT", "31001"),
            entry("PORTS", "31001,31002,31003"),
            entry("PORT0", "31001"),
            entry("PORT1", "31002"),
            entry("PORT2", "31003"),
            entry("PORT_31001", "31001"),
            entry("PORT_8080", "31002"),
            entry("PORT_31003", "31003"),
            entry("PORT_WEB-UI", "31001"));
  }

  @Test
  void portsWithoutAHostPortAreTheContainersAndComeLast() {
    var app =
        inContainer(mapping(7000, Optional.empty(), "admin"), mapping(80, Optional.of(0), "web"));

    assertThat(environment(Launches.of(app, 31001)))
        .contains(
            entry("PORT", "31001"),
            entry("PORTS", "31001,7000"),
            entry("PORT0", "7000"),
            entry("PORT1", "31001"),
            entry("PORT_7000", "7000"),
            entry("PORT_80", "31001"),
            entry("PORT_ADMIN", "7000"));
  }

  @Test
  void portThatNobodyChoseIsUnprivilegedAndStaysTheSame() {
    var app = inContainer(mapping(0, Optional.empty(), "a"), mapping(0, Optional.empty(), "b"));

    var first = environment(Launches.of(app));

    assertThat(Integer.parseInt(first.get("PORT0"))).isBetween(1025, 65535);
    assertThat(first.get("PORT1")).isNotEqualTo(first.get("PORT0"));
    assertThat(first).containsEntry("PORT_" + first.get("PORT0"), first.get("PORT0"));
    assertThat(environment(Launches.of(app))).isEqualTo(first);
  }

  @Test
  void prefixIsForPortsAndHostOnly() {
    var app = AppBuilder.of("/a").portDefinitions(List.of(definition(0, "web")));

    assertThat(TaskEnvironment.of(Launches.of(app, 31001), Optional.of("M_")))
        .containsKeys(
            "M_HOST", "M_PORT", "M_PORTS", "M_PORT0", "M_PORT_31001", "M_PORT_WEB", "MESOS_TASK_ID")
        .doesNotContainKeys("HOST", "PORT", "PORT0");
  }

  @Test
  void theUsersOwnVariablesWinAndSecretsAreLeftOut() {
    var env = new LinkedHashMap<String, EnvValue>();
    env.put("PORT0", new EnvValue.Text("1"));
    env.put("MARATHON_APP_ID", new EnvValue.Text("mine"));
    env.put("PASSWORD", new EnvValue.SecretRef("s"));
    var app = AppBuilder.of("/a").portDefinitions(List.of(definition(0, null))).env(env);

    assertThat(environment(Launches.of(app, 31001)))
        .contains(entry("PORT0", "1"), entry("MARATHON_APP_ID", "mine"))
        .doesNotContainKey("PASSWORD");
  }

  @Test
  void imageIsToldWithTheDockerDaemonOnly() {
    var docker = new Container.Docker("nginx:1", false, false, List.of(), Optional.empty());

    assertThat(
            environment(
                Launches.of(
                    AppBuilder.of("/a").container(container(Container.Type.DOCKER, docker)))))
        .containsEntry("MARATHON_APP_DOCKER_IMAGE", "nginx:1");
    assertThat(
            environment(
                Launches.of(
                    AppBuilder.of("/a").container(container(Container.Type.MESOS, docker)))))
        .doesNotContainKey("MARATHON_APP_DOCKER_IMAGE");
  }

  private static Map<String, String> environment(LaunchSpec launch) {
    return TaskEnvironment.of(launch, Optional.empty());
  }

  private static PortDefinition definition(int port, String name) {
    return new PortDefinition(port, "tcp", Optional.ofNullable(name), Map.of());
  }

  private static PortMapping mapping(int inside, Optional<Integer> host, String name) {
    return new PortMapping(inside, host, 0, "tcp", Optional.of(name), Map.of(), List.of());
  }

  private static Container container(Container.Type type, Container.Docker docker) {
    return new Container(type, Optional.of(docker), List.of(), Optional.empty(), Optional.empty());
  }

  private static AppBuilder inContainer(PortMapping... mappings) {
    return AppBuilder.of("/a")
        .networks(List.of(new Network(Network.Mode.CONTAINER, Optional.of("net"), Map.of())))
        .withoutPortDefinitions()
        .container(
            new Container(
                Container.Type.MESOS,
                Optional.empty(),
                List.of(),
                Optional.of(List.of(mappings)),
                Optional.empty()));
  }

  private static Map<String, String> labels(String... pairs) {
    var labels = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
