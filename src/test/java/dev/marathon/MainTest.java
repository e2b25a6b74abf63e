package dev.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private static String[] understood(String... arguments) {
    return Main.understood(List.of(arguments), Map.of());
  }

  @Test
  void aCommandLineOfTheOriginalIsAServer() {
    assertThat(understood("--master", "zk://h:2181/mesos", "--http_port", "80"))
        .containsExactly("server", "--master", "zk://h:2181/mesos", "--http-port", "80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "local"})
  void nodesUnderstandTheOriginalsFlags(String command) {
    assertThat(understood(command, "--data_x=a_b", "--local_port_min", "5", "--disable_checkpoint"))
        .containsExactly(
            command,
            "--data-x=a_b",
            "--set",
            "scheduling.local-port-min=5",
            "--set",
            "mesos.checkpoint=false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "store", "app"})
  void everythingElseIsOnlySpelledOurWay(String first) {
    assertThat(
            Main.understood(List.of(first, "--webui_url", "u"), Map.of("MARATHON_HTTP_PORT", "80")))
        .containsExactly(first, "--webui-url", "u");
  }

  @Test
  void aConnectionMeansTheClientAlsoLeftOfTheCommand() {
    assertThat(Main.understood(List.of("--marathon_host=http://x:1", "list"), Map.of()))
        .containsExactly("list", "--marathon-host=http://x:1");
  }

  @Test
  void nothingStaysNothing() {
    assertThat(Main.understood(List.of(), Map.of("MARATHON_HTTP_PORT", "80"))).isEmpty();
  }

  @Test
  void argumentsCountMoreThanVariables() {
    var arguments =
        Main.understood(
            List.of("server", "--http_port", "81", "--mesos_user", "b"),
            Map.of("MARATHON_HTTP_PORT", "80", "MARATHON_MESOS_USER", "a"));
    var server = new ServerCommand();
    new CommandLine(server)
        .parseArgs(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    var config = server.options.overrides(Map.of());
    assertThat(config.getInt("marathon.http.port")).isEqualTo(81);
    assertThat(config.getString("marathon.mesos.user")).isEqualTo("b");
  }

  @Test
  void credentialsArriveWholeWhateverTheyHold() {
    var credentials = "admin:p=a:ss \"x\" @file ${HOME} %s 'q'";
    var arguments =
        Main.understood(List.of("server"), Map.of("MARATHON_HTTP_CREDENTIALS", credentials));
    var server = new ServerCommand();
    new CommandLine(server)
        .parseArgs(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    assertThat(server.options.overrides(Map.of()).getString("marathon.security.credentials"))
        .isEqualTo(credentials);
  }
}
