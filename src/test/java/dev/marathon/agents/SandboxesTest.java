package dev.marathon.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.marathon.agents.OperatorSettings.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SandboxesTest {

  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(
          Behaviors.empty(),
          "sandboxes-test",
          ConfigFactory.parseString("akka { loglevel = WARNING, actor.provider = local }")
              .withFallback(ConfigFactory.load()));

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  private static Sandboxes sandboxes(Duration timeout, int requests, int downloads) {
    var peer =
        new Peer(false, Optional.of(new OperatorSettings.Login("me", "secret")), Optional.empty());
    return new Sandboxes(SYSTEM, new OperatorSettings(peer, peer, timeout, requests, downloads));
  }

  private static Sandboxes sandboxes() {
    return sandboxes(Duration.ofSeconds(60), 16, 8);
  }

  private static Sandbox at(ScriptedPeer agent) {
    return new Sandbox(agent.address(), "F-0000", "task");
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Trouble trouble(CompletionStage<?> stage) {
    try {
      get(stage);
    } catch (CompletionException failed) {
      return (Trouble) failed.getCause();
    }
    throw new AssertionError("no trouble");
  }

  private static String file(String data, long size) {
    return "{\"type\":\"READ_FILE\",\"read_file\":{\"size\":%d,\"data\":\"%s\"}}"
        .formatted(size, Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void listsADirectoryByTheAgentsVirtualPath() throws IOException {
    var answer =
        """
        {"type":"LIST_FILES","list_files":{"file_infos":[
         {"path":"/frameworks/F-0000/executors/task/runs/latest/d/sub","nlink":2,"size":4096,
          "mtime":{"nanoseconds":1795352492000000000},"mode":16877,"uid":"root","gid":"adm"},
         {"path":"/frameworks/F-0000/executors/task/runs/latest/d/x","nlink":1,"size":34,
          "mtime":{"nanoseconds":1795352492000000000},"mode":33188,"uid":"root","gid":"adm"}]}}
        """;
    try (var agent =
        new ScriptedPeer((exchange, body) -> ScriptedPeer.send(exchange, 200, answer))) {
      var files = get(sandboxes().list(at(agent), "d"));
      assertThat(files).extracting(FileEntry::path).containsExactly("d/sub", "d/x");
      assertThat(files).extracting(FileEntry::mode).containsExactly("drwxr-xr-x", "-rw-r--r--");
      assertThat(files).extracting(FileEntry::directory).containsExactly(true, false);
      assertThat(files.get(1).modified()).hasToString("2026-11-22T13:01:32Z");
      assertThat(agent.requests)
          .containsExactly(
              "POST /api/v1 {\"type\":\"LIST_FILES\",\"list_files\":{\"path\":"
                  + "\"/frameworks/F-0000/executors/task/runs/latest/d\"}}");
    }
  }

  @Test
  void signsInToTheAgent() throws IOException {
    var seen = new ArrayList<String>();
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> {
              seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
              ScriptedPeer.send(exchange, 403, "");
            })) {
      var trouble = trouble(sandboxes().list(at(agent), ""));
      assertThat(trouble.kind()).isEqualTo(Trouble.Kind.STRANGE);
      assertThat(trouble).hasMessageContaining("does not let this node in");
      assertThat(seen).containsExactly("Basic bWU6c2VjcmV0");
    }
  }

  @Test
  void aFileIsFollowedOverItsReplacement() throws IOException {
    var content = new StringBuilder("first\n");
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> {
              int offset = Integer.parseInt(body.replaceAll(".*\"offset\":(\\d+).*", "$1"));
              var whole = content.toString();
              ScriptedPeer.send(
                  exchange,
                  200,
                  file(whole.substring(Math.min(offset, whole.length())), whole.length()));
            })) {
      var first = get(sandboxes().read(at(agent), "stdout", OptionalLong.of(0), 100, none()));
      assertThat(first.text()).isEqualTo("first\n");

      content.append("second\n");
      var second = follow(agent, first);
      assertThat(second.text()).isEqualTo("second\n");
      assertThat(second.truncated()).isFalse();
      assertThat(follow(agent, second).text()).isEmpty();

      content.setLength(0);
      content.append("another file, longer than the old one was\n");
      var third = follow(agent, second);
      assertThat(third.truncated()).isTrue();
      assertThat(third.offset()).isZero();
      assertThat(third.text()).startsWith("another file");
    }
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static Chunk follow(ScriptedPeer agent, Chunk last) {
    return get(
        sandboxes()
            .read(
                at(agent), "stdout", OptionalLong.of(last.next()), 100, Optional.of(last.mark())));
  }

  @Test
  void tellsAMissingFileFromAMissingSandbox() throws IOException {
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> {
              boolean root = body.contains("runs/latest\"");
              ScriptedPeer.send(
                  exchange,
                  root ? 200 : 404,
                  root ? "{\"type\":\"LIST_FILES\",\"list_files\":{}}" : "");
            })) {
      var missing = trouble(sandboxes().read(at(agent), "nope", OptionalLong.of(0), 9, none()));
      assertThat(missing.kind()).isEqualTo(Trouble.Kind.MISSING);
      assertThat(missing).hasMessage("no file 'nope' in the sandbox");
    }
    try (var agent = new ScriptedPeer((exchange, body) -> ScriptedPeer.send(exchange, 404, ""))) {
      for (var asked :
          List.of(
              sandboxes().read(at(agent), "stdout", OptionalLong.of(0), 9, none()),
              sandboxes().list(at(agent), ""),
              sandboxes().download(at(agent), "stdout"))) {
        assertThat(trouble(asked).kind()).isEqualTo(Trouble.Kind.GONE);
      }
    }
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> ScriptedPeer.send(exchange, 400, "Cannot read a directory.\n"))) {
      var refused = trouble(sandboxes().read(at(agent), "d", OptionalLong.of(0), 9, none()));
      assertThat(refused.kind()).isEqualTo(Trouble.Kind.REFUSED);
      assertThat(refused).hasMessage("'d': Cannot read a directory.");
    }
  }

  @Test
  void whoeverAnswersNonsenseOrTooMuchOrNothingIsSaidToDoSo() throws IOException {
    try (var agent = new ScriptedPeer((exchange, body) -> ScriptedPeer.send(exchange, 200, "hm"))) {
      assertThat(trouble(sandboxes().list(at(agent), "")).kind()).isEqualTo(Trouble.Kind.STRANGE);
    }
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> ScriptedPeer.send(exchange, 200, file("x".repeat(500_000), 1)))) {
      assertThat(trouble(sandboxes().read(at(agent), "f", OptionalLong.of(0), 9, none())))
          .hasMessageContaining("answers too much");
    }
    HostPort nobody;
    try (var agent = new ScriptedPeer((exchange, body) -> {})) {
      nobody = agent.address();
    }
    var away = trouble(sandboxes().list(new Sandbox(nobody, "F", "t"), ""));
    assertThat(away.kind()).isEqualTo(Trouble.Kind.AWAY);
    assertThat(away).hasMessageStartingWith("cannot ask the Mesos agent at 127.0.0.1:");
    var silence = new CountDownLatch(1);
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> {
              try {
                silence.await();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            })) {
      var late = trouble(sandboxes(Duration.ofMillis(200), 16, 8).list(at(agent), ""));
      assertThat(late.kind()).isEqualTo(Trouble.Kind.AWAY);
      silence.countDown();
    }
  }

  @Test
  void onlySoManyAreAskedAtOnce() throws IOException {
    var hold = new CountDownLatch(1);
    try (var agent =
        new ScriptedPeer(
            (exchange, body) -> {
              try {
                hold.await();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
              ScriptedPeer.send(exchange, 200, "{\"list_files\":{}}");
            })) {
      var sandboxes = sandboxes(Duration.ofSeconds(60), 1, 1);
      var first = sandboxes.list(at(agent), "");
      assertThat(trouble(sandboxes.list(at(agent), "")).kind()).isEqualTo(Trouble.Kind.BUSY);
      hold.countDown();
      assertThat(get(first)).isEmpty();
      assertThat(get(sandboxes.list(at(agent), ""))).as("its place is free again").isEmpty();
    }
  }

  @Test
  void aDownloadStreamsAndFreesItsPlace() throws IOException {
    try (var agent =
        new ScriptedPeer(
            (exchange, body) ->
                ScriptedPeer.send(exchange, 200, "path=" + exchange.getRequestURI().getQuery()))) {
      var sandboxes = sandboxes(Duration.ofSeconds(60), 1, 1);
      for (int i = 0; i < 3; i++) {
        // The place of the one before is free a moment after its last byte was read.
        var download =
            await()
                .ignoreExceptions()
                .until(() -> get(sandboxes.download(at(agent), "a&b c")), whole -> true);
        assertThatThrownBy(() -> get(sandboxes.download(at(agent), "x")))
            .hasMessageContaining("too many downloads");
        var bytes =
            get(
                download
                    .bytes()
                    .runWith(Sink.fold("", (all, next) -> all + next.utf8String()), SYSTEM));
        assertThat(bytes)
            .isEqualTo("path=path=/frameworks/F-0000/executors/task/runs/latest/a&b c");
        assertThat(download.size()).hasValue(bytes.length());
      }
    }
  }
}
