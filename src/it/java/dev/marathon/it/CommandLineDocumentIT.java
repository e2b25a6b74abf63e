package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marathon.InProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of docs/command-line.md that is to be typed does what it says. */
class CommandLineDocumentIT {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** Lines that would go on until Ctrl-C get an end. */
  private static final Map<String, List<String>> ENDS =
      Map.of("events", List.of("--since", "0", "--limit", "1"));

  /** Codes other than 0, as the document says: changes are pending, cancelled, nothing is delayed. */
  private static final Map<String, Integer> CODES =
      Map.of("plan web.yaml", 1, "deployment watch", 7, "reset-delay sleep", 3);

  private record Ran(int code, String out, String err) {}

  @TempDir Path directory;

  private final String home = System.getProperty("user.home");
  private Api api;

  @BeforeEach
  void files() throws IOException {
    System.setProperty("user.home", directory.toString());
    Files.writeString(directory.resolve(".marathon-token"), "a.b.c\n");
    Files.writeString(directory.resolve("web.yaml"), app("/shop/web"));
    Files.createDirectory(directory.resolve("dir"));
    Files.writeString(directory.resolve("dir/one.yaml"), app("/shop/${env}"));
  }

  private static String app(String id) {
    return "id: " + id + "\ncmd: sleep 600\ncpus: 0.1\nmem: 16\n";
  }

  @AfterEach
  void homeAgain() {
    System.setProperty("user.home", home);
  }

  @Test
  void eachLineOfTheDocumentWorks() throws Exception {
    try (var node = NodeProcess.local(directory)) {
      api = node.api();
      int lines = 0;
      for (var line : lines()) {
        lines++;
        idle();
        if (!line.contains("start -i sleep")) {
          sleepRuns();
        }
        var ran = line.equals("deployment watch") ? watched(line) : run(line);
        assertThat(ran.code())
            .as(() -> line + "\n" + ran + "\n" + node)
            .isEqualTo(CODES.getOrDefault(line, 0));
        if (!line.startsWith("context ")) {
          assertThat(ran.out() + ran.err()).as(line).isNotBlank();
        }
      }
      assertThat(lines).isGreaterThanOrEqualTo(30);
      assertThat(directory.resolve("out.txt")).exists();
      assertThat(directory.resolve(".config/marathon/config.yaml"))
          .content()
          .contains("prod", "test", "m2.example.org");
    }
  }

  /** What follows {@code marathon} in the blocks of the document, without remarks. */
  private static List<String> lines() throws IOException {
    var lines = new ArrayList<String>();
    boolean inside = false;
    for (var line : Files.readAllLines(Path.of("docs/command-line.md"))) {
      if (line.startsWith("```")) {
        inside = line.equals("```sh");
      } else if (inside && !line.isBlank()) {
        assertThat(line).startsWith("marathon ");
        lines.add(line.substring("marathon ".length()).replaceFirst("\\s+#.*", ""));
      }
    }
    return lines;
  }

  private Ran run(String line) {
    var words = new ArrayList<String>();
    var all = WORD.matcher(line);
    while (all.find()) {
      words.add(all.group(1) != null ? all.group(1) : meant(all.group(2), line));
    }
    words.addAll(ENDS.getOrDefault(words.get(0), List.of()));
    if (!words.get(0).equals("context")) {
      words.addAll(List.of("-H", api.root()));
    }
    var out = new StringWriter();
    var err = new StringWriter();
    int code = InProcess.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Ran(code, out.toString(), err.toString());
  }

  /** What the document leaves to the reader. */
  private String meant(String word, String line) {
    return switch (word) {
      case "TASK" -> line.contains(" -f ") ? ended() : task();
      case "ID" -> stuck();
      case "web.yaml", "dir/", "out.txt" -> directory.resolve(word).toString();
      default -> word.replaceFirst("^~", directory.toString());
    };
  }

  private String task() {
    return api.get("/v2/apps/sleep/tasks").json().at("/tasks/0/id").asText();
  }

  /** What follows a log ends with the task. */
  private String ended() {
    var task = task();
    api.delete("/v2/apps/sleep/tasks/" + task);
    await().until(() -> !api.get("/v2/apps/sleep/tasks").body().contains(task));
    await().until(() -> !task().isEmpty());
    return task;
  }

  /** A deployment that does not end by itself. */
  private String stuck() {
    api.post("/v2/apps", "{\"id\":\"/big\",\"cmd\":\"sleep 1\",\"cpus\":100000}");
    return api.get("/v2/deployments").json().at("/0/id").asText();
  }

  /** Ends the deployment once it is followed. */
  private Ran watched(String line) throws Exception {
    stuck();
    var watch = CompletableFuture.supplyAsync(() -> run(line));
    await().until(() -> api.get("/v2/cluster").json().at("/events/streams").asInt() == 1);
    await().until(() -> watch.isDone() || api.delete("/v2/apps/big?force=true").status() == 200);
    return watch.get();
  }

  private void idle() {
    await()
        .until(
            () -> {
              var running = api.get("/v2/deployments");
              return running.status() == 200 && running.json().isEmpty();
            });
  }

  private void sleepRuns() {
    if (api.get("/v2/apps/sleep").status() == 404) {
      api.post(
          "/v2/apps", "{\"id\":\"/sleep\",\"cmd\":\"echo up; sleep 600\",\"cpus\":0.1,\"mem\":16}");
      idle();
    }
  }
}
