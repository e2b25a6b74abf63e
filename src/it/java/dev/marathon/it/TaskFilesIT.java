package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks write, read through the node from a real agent. */
class TaskFilesIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void filesOfATaskAreListedReadFollowedAndDownloadedAlsoWhenItHasEnded() throws Exception {
    try (var node = NodeProcess.local(directory)) {
      var api = node.api();
      var cmd =
          "echo one; echo oops >&2; mkdir logs; echo deep > logs/app.log; ln -s /etc/passwd out;"
              + " exec sleep 61020";
      api.post(
          "/v2/apps", "{\"id\":\"/g/writer\",\"cmd\":\"" + cmd + "\",\"cpus\":0.1,\"mem\":32}");
      await().atMost(SOON).until(() -> state(api).equals("TASK_RUNNING"));
      var task = api.get("/v2/apps//g/writer/tasks").json().at("/tasks/0/id").asText();
      var files = "/v2/apps//g/writer/tasks/" + task + "/files";

      await().atMost(SOON).until(() -> names(api, files).contains("logs/"));
      assertThat(names(api, files)).contains("stdout").contains("stderr");
      assertThat(names(api, files + "?path=logs")).isEqualTo("app.log");
      assertThat(api.get(files + "/read?path=stderr").json().path("data").asText())
          .contains("oops");

      await().atMost(SOON).until(() -> read(api, files, "0").path("data").asText().contains("one"));
      var first = read(api, files, "0");
      var follow = first.path("next").asText() + "&mark=" + first.path("mark").asText();
      assertThat(read(api, files, follow).path("data").asText()).isEmpty();
      var inside = api.get("/v2/apps//g/writer/tasks").json().at("/tasks/0/slaveId").asText();
      assertThat(api.get(files).json().path("agentId").asText()).isEqualTo(inside);

      assertThat(api.get(files + "/download?path=logs/app.log").body()).isEqualTo("deep\n");
      assertThat(api.get(files + "/read?path=nope").status()).isEqualTo(404);
      assertThat(api.get(files + "/read?path=logs").status()).isEqualTo(400);
      assertThat(api.get(files + "/read?path=out").status()).as("a link out of it").isEqualTo(404);
      assertThat(api.get(files + "/read?path=../../x").status()).isEqualTo(400);
      assertThat(api.get(files + "/read?path=%2Fetc%2Fpasswd").status()).isEqualTo(400);
      assertThat(api.get(files.replace("writer/", "other/")).status()).isEqualTo(404);
      var never = files.replaceAll("[0-9a-f]{8}-", "00000000-");
      assertThat(api.get(never).status()).isEqualTo(404);

      assertThat(cli(api, 0, "logs", "g/writer")).endsWith("one\n");
      assertThat(cli(api, 0, "task", "logs", task, "--stderr", "-n", "1")).isEqualTo("oops\n");
      assertThat(cli(api, 0, "task", "files", task, "logs")).contains("logs/app.log");
      assertThat(cli(api, 0, "task", "download", task, "logs/app.log", "-")).isEqualTo("deep\n");
      assertThat(cli(api, 3, "logs", task, "nope")).isEmpty();
      assertThat(cli(api, 0, "agents")).contains(inside, "active");
      assertThat(cli(api, 0, "cluster")).contains("active", "sqlite, ok", "connected");

      api.delete("/v2/apps//g/writer");
      await().atMost(SOON).until(() -> api.get("/v2/apps//g/writer").status() == 404);
      assertThat(read(api, files, "0").path("data").asText()).contains("one");
    }
  }

  /** Standard output of a command. */
  private String cli(Api api, int code, String... arguments) throws Exception {
    var out = Files.createTempFile(directory, "cli", ".out");
    var err = Files.createTempFile(directory, "cli", ".err");
    var builder =
        new ProcessBuilder(Program.command(List.of(arguments)))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("MARATHON_HOST", api.root());
    builder.environment().put("MARATHON_CONFIG", directory.resolve("none.yaml").toString());
    var process = builder.start();
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(code);
    return Files.readString(out);
  }

  private static String state(Api api) {
    return api.get("/v2/apps//g/writer/tasks").json().at("/tasks/0/state").asText();
  }

  private static JsonNode read(Api api, String files, String offset) {
    return api.get(files + "/read?path=stdout&offset=" + offset).json();
  }

  /** With a slash after directories. */
  private static String names(Api api, String url) {
    var names = new StringBuilder();
    for (var file : api.get(url).json().path("files")) {
      names.append(names.isEmpty() ? "" : " ").append(file.path("path").asText().replace("logs/", ""));
      names.append(file.path("directory").asBoolean() ? "/" : "");
    }
    return names.toString();
  }
}
