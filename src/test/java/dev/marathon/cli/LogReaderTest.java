package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers of a server as they come while a log grows. */
class LogReaderTest {

  private static final String TASK = "g_web.instance-11110000-0000-0000-0000-000000000001._app.1";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Queue<String> stdout = new ArrayDeque<>();
  private final Queue<String> rotated = new ArrayDeque<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<String, String> pages = new ConcurrentHashMap<>();
  private HttpServer http;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var url = exchange.getRequestURI().toString();
          asked.add(url);
          var body =
              url.contains("path=stdout.1")
                  ? rotated.poll()
                  : url.contains("path=stdout") ? stdout.poll() : pages.get(url);
          var bytes =
              (body == null ? "{\"message\":\"gone\"}" : body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body == null ? 410 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    var settings =
        new Connection.Settings(
            List.of("http://127.0.0.1:" + http.getAddress().getPort()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    server =
        Server.connect(
            settings,
            new Printer(new PrintWriter(out), new PrintWriter(err), Format.table, false, false));
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private static String part(long offset, long next, String data, String mark, boolean truncated) {
    return "{\"offset\":%d,\"next\":%d,\"data\":\"%s\",\"mark\":\"%s\",\"truncated\":%b}"
        .formatted(offset, next, data, mark, truncated);
  }

  private LogReader reader() {
    pages.put("/v2/tasks", "{\"tasks\":[]}");
    return new LogReader(TaskFiles.of(server, TASK), server.printer(), "stdout");
  }

  @Test
  void printsTheLastLines() {
    assertThat(LogReader.tail("a\nb\nc\n", 2)).isEqualTo("b\nc\n");
    assertThat(LogReader.tail("a\nb\nc", 1)).isEqualTo("c");
    assertThat(LogReader.tail("a\n", 5)).isEqualTo("a\n");
    assertThat(LogReader.tail("a\n\n\n", 2)).isEqualTo("\n\n");
    assertThat(LogReader.tail("a\n", 0)).isEmpty();
    assertThat(LogReader.tail("", 3)).isEmpty();
  }

  @Test
  void followsOverARotationWithoutLosingTheEndOfTheOldFileAndEndsWithTheTask() throws Exception {
    stdout.add(part(0, 4, "one\\n", "m1", false));
    stdout.add(part(0, 6, "three\\n", "m3", true));
    rotated.add(part(4, 8, "two\\n", "m2", false));
    rotated.add(part(8, 8, "", "m2", false));
    for (int quiet = 0; quiet < 10; quiet++) {
      stdout.add(part(6, 6, "", "m3", false));
    }
    stdout.add(part(6, 11, "last\\n", "m4", false));
    stdout.add(part(11, 11, "", "m4", false));
    var log = reader();

    log.last(100);
    log.follow();

    assertThat(out.toString()).isEqualTo("one\ntwo\nthree\nlast\n");
    assertThat(err.toString()).contains("the task has ended");
    var files = "/v2/apps/g/web/tasks/" + TASK + "/files/read?path=stdout";
    assertThat(asked).contains(files, files + "&offset=4&mark=m1", files + ".1&offset=4&mark=m1");
  }

  @Test
  void aSandboxThatIsGoneEndsItWithACodeOfItsOwn() {
    var log = reader();
    var failure =
        org.assertj.core.api.Assertions.catchThrowableOfType(CliFailure.class, () -> log.last(1));
    assertThat(failure.exit()).isEqualTo(Exit.NOT_FOUND);
  }
}
