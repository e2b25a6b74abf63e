package dev.marathon.local.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.stream.SystemMaterializer;
import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRoutesTest {

  private static final String VIRTUAL = "/frameworks/m-0000/executors/t/runs/latest";

  @TempDir Path work;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService blocking = Executors.newCachedThreadPool();
  private ActorSystem system;
  private ServerBinding binding;
  private ProcessRunner runner;
  private RecordingSink sink;
  private Path sandbox;

  @BeforeEach
  void start() throws Exception {
    runner = new ProcessRunner(work, Given.AGENT, "agent1", Map.of());
    sink = new RecordingSink(runner);
    runner.start(sink);
    var description =
        new AgentDescription(
            "agent1",
            "127.0.0.1",
            5051,
            "127.0.0.1",
            List.of(
                Resource.newBuilder()
                    .setName("cpus")
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(4))
                    .build()),
            List.of(
                Attribute.newBuilder()
                    .setName("rack")
                    .setType(Value.Type.TEXT)
                    .setText(Value.Text.newBuilder().setValue("a"))
                    .build()),
            Instant.now());
    system =
        ActorSystem.create(
            "agent",
            ConfigFactory.parseString("akka.actor.provider=local")
                .withFallback(ConfigFactory.load()));
    binding =
        Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .bind(
                new AgentRoutes(
                        description,
                        runner,
                        SystemMaterializer.get(system).materializer(),
                        blocking)
                    .route())
            .toCompletableFuture()
            .join();
    runner.launch(
        Given.FRAMEWORK,
        Given.shell(
            "t", "printf 'out-1\\ntick\\n'; mkdir d; echo x > d/f; echo > ready; sleep 1000"),
        true);
    await().until(() -> sink.has("t", TaskState.TASK_RUNNING));
    sandbox = work.resolve("slaves/m-S0/frameworks/m-0000/executors/t/runs/latest").toRealPath();
    await().until(() -> Files.exists(sandbox.resolve("ready")));
  }

  @AfterEach
  void stop() {
    runner.removeFramework(Given.ID);
    await().until(() -> runner.live().isEmpty() && sink.updates().size() > 1);
    await()
        .until(
            () -> {
              try (var records = Files.list(work.resolve("meta/m-S0/tasks"))) {
                return records.findAny().isEmpty();
              }
            });
    runner.close();
    binding.unbind();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    blocking.shutdown();
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + binding.localAddress().getPort() + path);
  }

  private HttpResponse<String> files(String kind, Object path, String more) throws Exception {
    var encoded = URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
    return get("/files/" + kind + "?path=" + encoded + more);
  }

  private static String type(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  @Test
  void filesAreListedByName() throws Exception {
    var listed = files("browse", sandbox, "");

    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(type(listed)).isEqualTo("application/json");
    assertThat(listed.body())
        .startsWith("[{\"gid\":\"")
        .matches(
            "\\[\\{\"gid\":\"[^\"]+\",\"mode\":\"drwxr-xr-x\",\"mtime\":\\d+\\.0,\"nlink\":2,\"path\":\""
                + sandbox
                + "/d\",\"size\":\\d+,\"uid\":\"[^\"]+\"\\}.*")
        .contains("\"path\":\"" + sandbox + "/stderr\",\"size\":0,");
    assertThat(files("browse", VIRTUAL + "/d", "").body())
        .contains("\"path\":\"" + VIRTUAL + "/d/f\",\"size\":2,");
    assertThat(files("browse", VIRTUAL + "/", "").statusCode()).isEqualTo(200);
  }

  @Test
  void filesAreReadInParts() throws Exception {
    var stdout = sandbox.resolve("stdout");
    assertThat(files("read", stdout, "&offset=0&length=10").body())
        .isEqualTo("{\"data\":\"out-1\\ntick\",\"offset\":0}");
    assertThat(files("read", stdout, "&offset=2&length=-1").body())
        .isEqualTo("{\"data\":\"t-1\\ntick\\n\",\"offset\":2}");
    for (var more : List.of("", "&offset=-1", "&offset=")) {
      assertThat(files("read", stdout, more).body()).isEqualTo("{\"data\":\"\",\"offset\":11}");
    }
    assertThat(files("read", stdout, "&offset=100000").body())
        .isEqualTo("{\"data\":\"\",\"offset\":100000}");
    assertThat(files("read", stdout, "&offset=1125899906842624").body())
        .as("a place that no file system has")
        .isEqualTo("{\"data\":\"\",\"offset\":1125899906842624}");
    assertThat(files("read", VIRTUAL + "/stdout", "&offset=0&length=5&jsonp=cb"))
        .satisfies(
            response -> {
              assertThat(response.body()).isEqualTo("cb({\"data\":\"out-1\",\"offset\":0})");
              assertThat(type(response)).isEqualTo("text/javascript");
            });
    assertThat(files("read", stdout, "&offset=0&length=1&jsonp=%3Cscript%3E").body())
        .isEqualTo("{\"data\":\"o\",\"offset\":0}");
  }

  @Test
  void aReadGivesAtMost65536Bytes() throws Exception {
    Files.writeString(sandbox.resolve("big"), "a".repeat(100_000));
    for (var more : List.of("&offset=0", "&offset=0&length=200000")) {
      assertThat(files("read", sandbox.resolve("big"), more).body()).hasSize(65536 + 22);
    }
  }

  @Test
  void aCharacterThatIsCutOffIsLeftForTheNextRead() {
    var bytes = "aé€𝄞".getBytes(StandardCharsets.UTF_8);
    assertThat(FilesApi.text(bytes)).isEqualTo("aé€𝄞");
    assertThat(FilesApi.text(Arrays.copyOf(bytes, 9))).isEqualTo("aé€");
    assertThat(FilesApi.text(Arrays.copyOf(bytes, 5))).isEqualTo("aé");
    assertThat(FilesApi.text(Arrays.copyOf(bytes, 2))).isEqualTo("a");
    assertThat(FilesApi.text(new byte[] {(byte) 0xC3})).isEqualTo("\uFFFD");
    assertThat(FilesApi.text(new byte[0])).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidAsMesosSaysIt() throws Exception {
    for (var kind : List.of("browse", "read")) {
      assertThat(get("/files/" + kind).body()).isEqualTo("Expecting 'path=value' in query.\n");
      assertThat(get("/files/" + kind).statusCode()).isEqualTo(400);
      assertThat(files(kind, sandbox.resolve("nope"), "").statusCode()).isEqualTo(404);
      assertThat(files(kind, sandbox.resolve("nope"), "").body()).isEmpty();
    }
    assertThat(files("read", sandbox.resolve("d"), "").body())
        .isEqualTo("Cannot read a directory.\n");
    assertThat(files("download", sandbox.resolve("d"), "").body())
        .isEqualTo("Cannot download a directory.\n");
    var number = files("read", sandbox.resolve("stdout"), "&offset=abc");
    assertThat(number.statusCode()).isEqualTo(400);
    assertThat(number.body())
        .isEqualTo("Failed to parse offset: Failed to convert 'abc' to number.\n");
    assertThat(type(number)).isEqualToIgnoringCase("text/plain; charset=utf-8");
    assertThat(files("download", sandbox.resolve("nope"), "").body()).isEqualTo("404 Not Found.");
    assertThat(get("/nope").body()).isEqualTo("404 Not Found.");
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void downloadsAreWholeFiles() throws Exception {
    var response = files("download", sandbox.resolve("stdout"), "");

    assertThat(response.body()).isEqualTo("out-1\ntick\n");
    assertThat(type(response)).isEqualTo("application/octet-stream");
    assertThat(response.headers().firstValue("Content-Disposition").orElse(""))
        .matches("attachment; filename=\"?stdout\"?");
    Files.write(sandbox.resolve("big"), new byte[3_000_000]);
    assertThat(files("download", VIRTUAL + "/big", "").body()).hasSize(3_000_000);
  }

  private void hidden(Object path) throws Exception {
    for (var kind : List.of("browse", "read", "download")) {
      assertThat(files(kind, path, "&offset=0").statusCode()).as(kind + " " + path).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "/",
        "",
        "etc/passwd",
        "/frameworks",
        "/frameworks/m-0000/executors",
        "/frameworks/m-0000/executors/t/runs",
        "/frameworks/m-0000/executors/t/runs/..",
        "/frameworks/m-0000/executors/t/runs/latest/../../../../../../../../etc/passwd",
        "/frameworks/m-0000/executors/t/runs/latest/d/../stdout",
        "/frameworks/../../meta/m-S0/tasks",
        "/slave/log",
        "/frameworks/m-0000/executors/t/runs/latest/stdout/x"
      })
  void nothingElseIsSeen(String path) throws Exception {
    hidden(path);
  }

  @Test
  void theAgentsOwnFilesAreNotSeen() throws Exception {
    hidden(work);
    hidden(work.resolve("meta"));
    hidden(work.resolve("meta/m-S0/supervisor.pl"));
    hidden(sandbox.getParent());
    hidden(sandbox + "/../" + sandbox.getFileName() + "/stdout");
  }

  @Test
  void linksOutOfTheSandboxLeadNowhere() throws Exception {
    var secret = Files.writeString(work.resolve("secret"), "secret");
    Files.createSymbolicLink(sandbox.resolve("file"), secret);
    Files.createSymbolicLink(
        sandbox.resolve("relative"), Path.of("../../../../../../../../secret"));
    Files.createSymbolicLink(sandbox.resolve("directory"), work);
    Files.createSymbolicLink(sandbox.resolve("once"), Path.of("file"));
    for (var path : List.of("file", "relative", "directory", "directory/secret", "once")) {
      hidden(sandbox.resolve(path));
      hidden(VIRTUAL + "/" + path);
    }
    Files.createSymbolicLink(sandbox.resolve("inside"), Path.of("d/f"));
    assertThat(files("read", sandbox.resolve("inside"), "&offset=0").body())
        .isEqualTo("{\"data\":\"x\\n\",\"offset\":0}");
    assertThat(files("browse", sandbox, "").body()).contains("\"mode\":\"lrwxrwxrwx\"");
  }

  @Test
  void aPathIsOpenedWithoutFollowingWhatWasExchangedMeanwhile() throws Exception {
    var files = new SandboxFiles(runner);
    var place = files.find(sandbox.resolve("d/f").toString()).orElseThrow();
    FileTree.delete(sandbox.resolve("d"));
    var elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("f"), "secret");
    Files.createSymbolicLink(sandbox.resolve("d"), elsewhere);

    assertThat(catchThrowable(() -> files.open(place))).isInstanceOf(IOException.class);
    Files.delete(sandbox.resolve("d"));
    Files.createDirectory(sandbox.resolve("d"));
    Files.createSymbolicLink(sandbox.resolve("d/f"), elsewhere.resolve("f"));
    assertThat(catchThrowable(() -> files.open(place))).isInstanceOf(IOException.class);
  }

  @Test
  void aPipeDoesNotKeepAReaderWaiting() throws Exception {
    new ProcessBuilder("mkfifo", sandbox.resolve("pipe").toString()).start().waitFor();

    assertThat(files("read", sandbox.resolve("pipe"), "&offset=0").statusCode()).isEqualTo(404);
    assertThat(files("download", sandbox.resolve("pipe"), "").statusCode()).isEqualTo(404);
  }

  @Test
  void attachedPathsAreListed() throws Exception {
    assertThat(get("/files/debug").body())
        .contains("\"" + VIRTUAL + "\":\"" + sandbox + "\"")
        .contains("\"" + sandbox + "\":\"" + sandbox + "\"");
  }

  @Test
  void theStateShowsExecutorsWithTheirDirectories() throws Exception {
    for (var prefix : List.of("", "/slave(1)")) {
      assertThat(get(prefix + "/state").body())
          .contains(
              "\"version\":\"1.12.0\"",
              "\"id\":\"m-S0\"",
              "\"pid\":\"slave(1)@127.0.0.1:5051\"",
              "\"resources\":{\"disk\":0.0,\"mem\":0.0,\"gpus\":0.0,\"cpus\":4.0}",
              "\"attributes\":{\"rack\":\"a\"}",
              "\"frameworks\":[{\"id\":\"m-0000\"",
              "\"executors\":[{\"id\":\"t\",\"name\":\"Command Executor (Task: t) (Command: sh -c 'printf",
              "\"directory\":\"" + sandbox + "\"",
              "\"tasks\":[{\"id\":\"t\",\"name\":\"app\",\"framework_id\":\"m-0000\",\"executor_id\":\"\",\"slave_id\":\"m-S0\",\"state\":\"TASK_RUNNING\"",
              "\"completed_executors\":[]",
              "\"completed_frameworks\":[]}");
      assertThat(get(prefix + "/health").statusCode()).isEqualTo(200);
      assertThat(get(prefix + "/health").body()).isEmpty();
    }
    assertThat(get("/version").body()).contains("\"version\":\"1.12.0\"}");
    assertThat(get("/flags").body()).contains("\"work_dir\":\"" + work + "\"");
    assertThat(get("/containers").body())
        .contains("\"executor_id\":\"t\"", "\"mem_rss_bytes\":", "\"executor_pid\":");
    assertThat(get("/monitor/statistics").body())
        .contains("\"executor_id\":\"t\"")
        .doesNotContain("container_id");
    assertThat(get("/metrics/snapshot").body())
        .contains("\"slave/tasks_running\":1.0", "\"slave/cpus_total\":4.0");
  }

  @Test
  void whatEndedIsStillShownAndReadable() throws Exception {
    runner.kill(Given.ID, Given.id("t"), Optional.empty());
    await()
        .untilAsserted(
            () ->
                assertThat(get("/state").body())
                    .contains(
                        "\"completed_frameworks\":[{\"id\":\"m-0000\"",
                        "\"state\":\"TASK_KILLED\""));
    assertThat(files("read", VIRTUAL + "/stdout", "&offset=0&length=5").body())
        .isEqualTo("{\"data\":\"out-1\",\"offset\":0}");
  }

  private HttpResponse<String> post(String type, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(uri("/api/v1"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String call(String body) throws Exception {
    return post("application/json", body).body();
  }

  @Test
  void theOperatorApiAnswersInJson() throws Exception {
    assertThat(call("{\"type\":\"GET_HEALTH\"}"))
        .isEqualTo("{\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}");
    assertThat(call("{\"type\":\"GET_VERSION\"}"))
        .isEqualTo(
            "{\"type\":\"GET_VERSION\",\"get_version\":{\"version_info\":{\"version\":\"1.12.0\"}}}");
    assertThat(call("{\"type\":\"GET_STATE\"}"))
        .contains("\"launched_tasks\":[{\"name\":\"app\",\"task_id\":{\"value\":\"t\"}");
    assertThat(
            call(
                "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\""
                    + sandbox
                    + "/stdout\",\"offset\":0,\"length\":5}}"))
        .isEqualTo("{\"type\":\"READ_FILE\",\"read_file\":{\"size\":11,\"data\":\"b3V0LTE=\"}}");
    assertThat(call("{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"" + VIRTUAL + "/d\"}}"))
        .startsWith(
            "{\"type\":\"LIST_FILES\",\"list_files\":{\"file_infos\":[{\"path\":\""
                + VIRTUAL
                + "/d/f\",\"nlink\":1,\"size\":2,\"mtime\":{\"nanoseconds\":")
        .contains("\"mode\":33188,");
    assertThat(call("{}"))
        .isEqualTo("Failed to validate agent::Call: Expecting 'type' to be present");
    assertThat(call("{\"type\":\"LIST_FILES\"}"))
        .isEqualTo("Failed to validate agent::Call: Expecting 'list_files' to be present");
    var missing =
        post(
            "application/json",
            "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\"/etc/passwd\",\"offset\":0}}");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).isEmpty();
    assertThat(post("text/plain", "{}").statusCode()).isEqualTo(415);
    assertThat(post("application/json", "hello").statusCode()).isEqualTo(400);
  }

  @Test
  void theOperatorApiSpeaksProtobuf() throws Exception {
    var request =
        HttpRequest.newBuilder(uri("/api/v1"))
            .header("Content-Type", "application/x-protobuf")
            .header("Accept", "application/x-protobuf")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Call.newBuilder().setType(Call.Type.GET_CONTAINERS).build().toByteArray()))
            .build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    var answer = Response.parseFrom(ByteString.copyFrom(response.body()));

    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    assertThat(answer.getGetContainers().getContainersList())
        .singleElement()
        .satisfies(found -> assertThat(found.getExecutorId().getValue()).isEqualTo("t"));
  }
}
