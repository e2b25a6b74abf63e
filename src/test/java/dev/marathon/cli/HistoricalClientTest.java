package dev.marathon.cli;

import static dev.marathon.cli.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Lines of the first client, against a server. */
class HistoricalClientTest {

  private static final String TASKS =
      answer("200 OK", "{\"tasks\":[{\"id\":\"web.1\",\"host\":\"h1\"}]}");
  private static final String GONE = answer("404 Not Found", "{\"message\":\"App '/x' is gone\"}");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "marathon")
  private static final class Launcher {}

  private int run(ScriptedServer server, String... line) {
    var words = new ArrayList<>(List.of("-H", server.url()));
    words.addAll(List.of(line));
    var understood = Arguments.normalized(words);
    var launcher = new CommandLine(new Launcher());
    Part.add(Client.parts(), understood, launcher);
    return launcher
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Client.report(failure, command).orElseThrow())
        .execute(understood.toArray(String[]::new));
  }

  @Test
  void aTaskIsKilledIfTheAppAndTheAgentAreItsOwn() throws IOException {
    try (var server = ScriptedServer.answering(TASKS, TASKS)) {
      assertThat(run(server, "kill_tasks", "-i", "web", "-H", "h1", "-t", "web.1")).isZero();
      assertThat(server.requests().get(0)).startsWith("GET /v2/apps/web/tasks ");
      assertThat(server.requests().get(1))
          .startsWith("POST /v2/tasks/delete ")
          .endsWith("{\"ids\":[\"web.1\"]}");
    }
  }

  @Test
  void aTaskThatIsNotThereIsNotPassedOver() throws IOException {
    try (var server = ScriptedServer.answering(TASKS, TASKS, TASKS)) {
      assertThat(run(server, "kill_tasks", "-i", "web", "-t", "db.1"))
          .isEqualTo(Exit.NOT_FOUND.code());
      assertThat(run(server, "kill_tasks", "-i", "web", "-t", "web.1", "--host", "h2"))
          .isEqualTo(Exit.NOT_FOUND.code());
      assertThat(run(server, "task", "kill", "web.1", "db.1")).isEqualTo(Exit.NOT_FOUND.code());
      assertThat(err.toString())
          .contains("'db.1' of app 'web'", "'web.1' of app 'web' on h2", "no task 'db.1'");
      assertThat(server.requests()).hasSize(3).allMatch(request -> request.startsWith("GET "));
    }
  }

  /** A PUT would be taken for the definition of a new app, which lacks a command. */
  @Test
  void whatIsScaledMustBeThere() throws IOException {
    try (var server = ScriptedServer.answering(GONE)) {
      assertThat(run(server, "scale", "-i", "x", "-n", "2")).isEqualTo(Exit.NOT_FOUND.code());
      assertThat(server.requests()).singleElement().asString().startsWith("GET /v2/apps/x ");
    }
  }

  @Test
  void theHistoricalClientsOutputHasFailuresToo() throws IOException {
    try (var server = ScriptedServer.answering(GONE, GONE, GONE)) {
      for (var line : List.of("-o legacy scale -i x -n 2", "-o legacy list", "scale -i x -n 2")) {
        assertThat(run(server, line.split(" "))).isEqualTo(Exit.NOT_FOUND.code());
      }
      assertThat(out.toString())
          .isEqualTo(
              "Scaling app 'x' to 2 instances\nERROR: App '/x' is gone\nERROR: App '/x' is gone\n");
      assertThat(err.toString()).contains("marathon: App '/x' is gone");
    }
  }
}
