package dev.marathon.agents;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Files of tasks, fetched from their agents. Every result may fail with {@link Trouble}.
 *
 * <p>Paths are checked before ({@link Sandbox#clean}); that links in a sandbox lead nowhere else is
 * the agent's to see, and it does.
 */
public final class Sandboxes {

  /** Bytes that one read gives at most; agents give no more either. */
  public static final int MOST = 65_536;

  private static final int MOST_FILES = 10_000;
  private static final long LARGEST_READ = 256 << 10;
  private static final long LARGEST_LIST = 16 << 20;

  /** No file is so long: reading there gives the size and nothing else. */
  private static final long BEYOND = 1L << 50;

  /** After that a download that nobody began to read is given up. */
  private static final Duration BEGUN = Duration.ofSeconds(30);

  private static final String API = "/api/v1";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ActorSystem<?> system;
  private final OperatorHttp http;
  private final Semaphore downloads;

  public Sandboxes(ActorSystem<?> system, OperatorSettings settings) {
    this.system = system;
    this.http =
        new OperatorHttp(
            system, "the Mesos agent", settings.agent(), settings.timeout(), settings.requests());
    this.downloads = new Semaphore(settings.downloads());
  }

  /**
   * What is in a directory, by name.
   *
   * @param path of {@link Sandbox#clean}
   */
  public CompletionStage<List<FileEntry>> list(Sandbox sandbox, String path) {
    return ask(sandbox, path, "LIST_FILES", fields(sandbox, path), LARGEST_LIST)
        .thenApply(
            answer -> {
              var entries = new ArrayList<FileEntry>();
              for (var info : answer.path("file_infos")) {
                if (entries.size() == MOST_FILES) {
                  break;
                }
                entries.add(entry(path, info));
              }
              return entries;
            });
  }

  private static FileEntry entry(String directory, JsonNode info) {
    var whole = info.path("path").asText();
    long nanos = info.path("mtime").path("nanoseconds").asLong();
    return FileEntry.of(
        directory,
        whole.substring(whole.lastIndexOf('/') + 1),
        info.path("mode").asInt(),
        info.path("size").asLong(),
        Instant.ofEpochMilli(nanos / 1_000_000),
        info.path("uid").asText(),
        info.path("gid").asText());
  }

  /**
   * A part of a file.
   *
   * @param offset of its first byte; absent for the last bytes of the file
   * @param length bytes, at most {@link #MOST}
   * @param mark of the read before, if this one goes on where that one ended
   */
  public CompletionStage<Chunk> read(
      Sandbox sandbox, String path, OptionalLong offset, int length, Optional<String> mark) {
    if (offset.isEmpty()) {
      return bytes(sandbox, path, BEYOND, 1)
          .thenCompose(end -> bytes(sandbox, path, Math.max(0, end.size() - length), length))
          .thenApply(Chunk::last);
    }
    long from = offset.getAsLong();
    long begin = Math.max(0, from - Chunk.OVERLAP);
    int before = (int) (from - begin);
    return bytes(sandbox, path, begin, Math.min(MOST, length + before))
        .thenCompose(
            bytes ->
                Chunk.same(bytes, from, mark)
                    ? CompletableFuture.completedFuture(Chunk.of(bytes, from, false))
                    : bytes(sandbox, path, 0, length).thenApply(anew -> Chunk.of(anew, 0, true)));
  }

  private CompletionStage<Chunk.Bytes> bytes(
      Sandbox sandbox, String path, long offset, int length) {
    var fields = fields(sandbox, path).put("offset", offset).put("length", length);
    return ask(sandbox, path, "READ_FILE", fields, LARGEST_READ)
        .thenApply(
            answer -> {
              try {
                var data = answer.path("data").binaryValue();
                return new Chunk.Bytes(
                    offset, data == null ? new byte[0] : data, answer.path("size").asLong());
              } catch (IOException notBase64) {
                throw Trouble.strange("the Mesos agent's answer is no base64");
              }
            });
  }

  private static ObjectNode fields(Sandbox sandbox, String path) {
    return JsonNodeFactory.instance.objectNode().put("path", sandbox.resolve(path));
  }

  /** One call of the agent's v1 API; its fields and its answer have the name of the call. */
  private CompletionStage<JsonNode> ask(
      Sandbox sandbox, String path, String type, ObjectNode fields, long limit) {
    var name = type.toLowerCase(Locale.ROOT);
    var call = JsonNodeFactory.instance.objectNode().put("type", type);
    call.set(name, fields);
    return http.post(sandbox.agent(), API, call.toString().getBytes(StandardCharsets.UTF_8), limit)
        .thenCompose(
            answer ->
                answer.status() == 200
                    ? CompletableFuture.completedFuture(tree(answer.body()).path(name))
                    : explained(sandbox, path, answer));
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException notJson) {
      throw Trouble.strange("the Mesos agent's answer is no JSON");
    }
  }

  /** An agent says the same of a file that is missing and of a sandbox that is. */
  private <T> CompletionStage<T> explained(
      Sandbox sandbox, String path, OperatorHttp.Answer answer) {
    if (answer.status() == 400) {
      return CompletableFuture.failedFuture(
          Trouble.refused(
              "'" + path + "': " + new String(answer.body(), StandardCharsets.UTF_8).strip()));
    }
    if (answer.status() != 404) {
      return CompletableFuture.failedFuture(http.unexpected(sandbox.agent(), answer.status()));
    }
    var gone =
        Trouble.gone(
            "the sandbox of %s is gone: the agent at %s keeps it no longer"
                .formatted(sandbox.executor(), sandbox.agent()));
    return path.isEmpty()
        ? CompletableFuture.failedFuture(gone)
        : list(sandbox, "")
            .thenCompose(
                there ->
                    CompletableFuture.failedFuture(
                        Trouble.missing("no file '" + path + "' in the sandbox")));
  }

  /** A whole file. It has to be read, or cancelled. */
  public CompletionStage<Download> download(Sandbox sandbox, String path) {
    if (!downloads.tryAcquire()) {
      return CompletableFuture.failedFuture(Trouble.busy("too many downloads at once"));
    }
    var held = new AtomicBoolean(true);
    Runnable release =
        () -> {
          if (held.getAndSet(false)) {
            downloads.release();
          }
        };
    // A plus for a blank would be another file for a reader of the letter.
    var query = URLEncoder.encode(sandbox.resolve(path), StandardCharsets.UTF_8);
    var uri = "/files/download?path=" + query.replace("+", "%20");
    return http.stream(sandbox.agent(), HttpRequest.GET(uri))
        .thenCompose(
            response ->
                response.status().intValue() == 200
                    ? CompletableFuture.completedFuture(download(response, release))
                    : http.read(response, LARGEST_READ)
                        .thenCompose(answer -> this.<Download>explained(sandbox, path, answer)))
        .whenComplete(
            (download, failure) -> {
              if (failure != null) {
                release.run();
              }
            });
  }

  /**
   * A file on its way.
   *
   * @param size if the agent told it
   */
  public record Download(OptionalLong size, Source<ByteString, ?> bytes) {}

  private Download download(HttpResponse response, Runnable release) {
    var begun = new AtomicBoolean();
    system
        .scheduler()
        .scheduleOnce(
            BEGUN,
            () -> {
              if (!begun.get()) {
                release.run();
              }
            },
            system.executionContext());
    var size = response.entity().getContentLengthOption();
    var bytes =
        response
            .entity()
            .withoutSizeLimit()
            .getDataBytes()
            .watchTermination(
                (nothing, end) -> {
                  begun.set(true);
                  end.whenComplete((done, failure) -> release.run());
                  return nothing;
                });
    return new Download(size, bytes);
  }
}
