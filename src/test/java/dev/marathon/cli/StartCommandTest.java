package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StartCommandTest {

  private static String body(String... args) {
    var start = new StartCommand();
    new CommandLine(start).parseArgs(args);
    return start.body().toString();
  }

  @Test
  void theLineOfTheFirstReadme() {
    assertThat(
            body(
                "-i",
                "chronos",
                "-u",
                "https://x/chronos.tgz",
                "-C",
                "./bin/demo ./a.yml",
                "-c",
                "1.0",
                "-m",
                "1024",
                "-H",
                "http://foo.bar:8080"))
        .isEqualTo(
            "{\"id\":\"chronos\",\"cmd\":\"./bin/demo ./a.yml\",\"instances\":1,\"cpus\":1.0,"
                + "\"mem\":1024.0,\"fetch\":[{\"uri\":\"https://x/chronos.tgz\"}],\"env\":{},"
                + "\"labels\":{},\"constraints\":[]}");
  }

  @Test
  void listsTakeSeveralValuesRepeatedFlagsAndCommasBetweenUrls() {
    assertThat(body("-i", "a", "-u", "http://x/1", "http://x/2", "-u", "http://x/3,http://x/4"))
        .contains("http://x/1\"", "http://x/2\"", "http://x/3\"", "http://x/4\"");
    assertThat(body("-i", "a", "-u", "http://x/a,b")).contains("\"http://x/a,b\"");
    assertThat(body("-i", "a", "-e", "A=1,2=3", "B=")).contains("{\"A\":\"1,2=3\",\"B\":\"\"}");
  }

  @Test
  void healthIsAPathOfTheFirstPortOrAConnection() {
    assertThat(body("-i", "a", "-p", "0", "--health-check", "/up"))
        .contains("\"healthChecks\":[{\"portIndex\":0,\"protocol\":\"HTTP\",\"path\":\"/up\"}]");
    assertThat(body("-i", "a", "--health-check", "tcp"))
        .contains("\"healthChecks\":[{\"portIndex\":0,\"protocol\":\"TCP\"}]");
    assertThatThrownBy(() -> body("-i", "a", "--health-check", "up"))
        .isInstanceOf(CliFailure.class)
        .hasMessageContaining("'up'");
  }

  @Test
  void aConstraintsValueMayHaveColons() {
    assertThat(body("-i", "a", "--constraint", "rack:LIKE:a:b", "hostname:UNIQUE"))
        .contains("[[\"rack\",\"LIKE\",\"a:b\"],[\"hostname\",\"UNIQUE\"]]");
  }
}
