package dev.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.config.OriginalFlags;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** The packages of the original start it without any argument. */
  @Test
  void aMasterInTheEnvironmentIsEnoughForAServer() {
    assertThat(Main.understood(List.of(), Map.of("MARATHON_MASTER", "zk://h:2181/mesos")))
        .containsExactly("server", "--master=zk://h:2181/mesos");
  }

  @ParameterizedTest
  @CsvSource({
    "start -C x,             2",
    "app lst,                2",
    "bogus,                  2",
    "server --nonsense,      112",
    "local --http-port many, 112"
  })
  void wrongUsageEndsWithTheCodeOfTheClientOrOfANode(String line, int code) {
    var arguments = understood(line.split(" "));
    var nothing = new PrintWriter(new StringWriter());
    assertThat(Main.commandLine(arguments).setErr(nothing).execute(arguments)).isEqualTo(code);
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
  void levelsOfTheLogMayBeInCapitals() {
    var arguments = understood("--master", "m:5050", "--logging_level", "WARN");
    var parsed = Main.commandLine(arguments).parseArgs(arguments).subcommand();
    var server = (ServerCommand) parsed.commandSpec().userObject();
    assertThat(server.options.logLevel).isEqualTo(NodeOptions.LogLevel.warn);
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

  private static String run(Map<String, String> environment, String... arguments) {
    var out = new ByteArrayOutputStream();
    var stdout = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var understood = Main.understood(List.of(arguments), environment);
      assertThat(Main.commandLine(understood).execute(understood)).isZero();
    } finally {
      System.setOut(stdout);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void configTellsWhereEachValueComesFromAndNoSecret(@TempDir Path directory) throws IOException {
    var file = directory.resolve("node.conf");
    Files.writeString(file, "marathon.http.port = 8081\nmarathon.mesos.secret = hush-1\n");
    var text =
        run(
            Map.of("MARATHON_HTTP_CREDENTIALS", "me:hush-2", "MARATHON_HOSTNAME", "box"),
            "config",
            "--conf=" + file,
            "--master",
            "http://u:hush-3@h:5050",
            "--failover_timeout",
            "60");
    assertThat(text)
        .contains("http.port = 8081  # " + file + ": 1\n")
        .contains("mesos.failover-timeout = \"60s\"  # command line\n")
        .contains("mesos.hostname = \"box\"  # environment\n")
        .contains("mesos.role = \"*\"  # default\n")
        .contains("security.credentials = \"********\"  # environment\n")
        .doesNotContain("hush");
    assertThat(run(Map.of(), "config", "--changed", "--mesos-role=ops"))
        .isEqualTo("mesos.role = \"ops\"  # command line\n");
  }

  @Test
  void aMisspeltFlagOfTheOriginalIsSuggested() {
    var err = new StringWriter();
    var flags = understood("--reconcilation_interval", "8");
    var code = Main.commandLine(flags).setErr(new PrintWriter(err)).execute(flags);
    assertThat(code).isEqualTo(112);
    assertThat(err.toString()).contains("--reconciliation_interval");
    assertThat(OriginalFlags.similar("--nothing-like-it")).isEmpty();
  }

  /** The whole tree is built only where it is needed: for help, completion and suggestions. */
  @Test
  void onlyTheCommandsThatMayBeMeantAreBuilt() {
    var all = Main.commandLine("--help").getSubcommands().keySet();
    assertThat(all).contains("local", "server", "start", "list", "ps", "app", "context");
    assertThat(Main.commandLine("lst").getSubcommands().keySet()).isEqualTo(all);
    assertThat(Main.commandLine("app", "list").getSubcommands()).containsOnlyKeys("app");
    assertThat(Main.commandLine("server").getSubcommands()).containsOnlyKeys("server");
    assertThat(below("app", "list")).containsOnlyKeys("list", "ls");
    assertThat(below("app", "--help")).containsKeys("list", "scale", "stop");
    assertThat(below("app", "lst")).isNotEmpty().containsOnlyKeys(below("app").keySet());
    assertThat(Main.commandLine("ps").getSubcommands().keySet())
        .contains("ps")
        .doesNotContain("logs", "scale");
    assertThat(Main.commandLine("queue").getSubcommands()).containsOnlyKeys("queue");
    for (var name : all) {
      var found = Main.commandLine(name).getSubcommands().get(name);
      assertThat(found.getCommandSpec().optionsMap()).as(name).containsKey("--help");
    }
  }

  private static Map<String, CommandLine> below(String... arguments) {
    return Main.commandLine(arguments).getSubcommands().get(arguments[0]).getSubcommands();
  }
}
