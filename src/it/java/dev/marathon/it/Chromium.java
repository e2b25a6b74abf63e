package dev.marathon.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The Chromium of this machine, without a window, driven over its own DevTools protocol: that takes
 * a WebSocket, which the JDK has, and no download of 200 MB.
 */
final class Chromium implements AutoCloseable {

  private static final Pattern LISTENS = Pattern.compile("DevTools listening on ws://([^/]+)/");

  private final Process process;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  private Chromium(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Where it is installed, if it is. */
  static Optional<Path> installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param directory for its profile and log
   */
  static Chromium start(Path directory) throws IOException {
    Files.createDirectories(directory);
    var log = directory.resolve("chromium.log");
    var process =
        new ProcessBuilder(
                List.of(
                    installed().orElseThrow().toString(),
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-extensions",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--no-first-run",
                    "--hide-scrollbars",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + directory.resolve("profile"),
                    "about:blank"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Chromium(process, log);
  }

  /** A new tab. Tabs of one browser share its workers and its storage. */
  Page page() {
    var answer =
        HttpRequest.newBuilder(URI.create("http://" + address() + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var json = client.send(answer, BodyHandlers.ofString()).body();
      return new Page(client, URI.create(Page.parse(json).path("webSocketDebuggerUrl").asText()));
    } catch (IOException gone) {
      throw new IllegalStateException(toString(), gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private String address() {
    return Awaitility.await("chromium listens")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(this::printed, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> printed() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("chromium ended: " + this);
    }
    var matcher = LISTENS.matcher(Files.readString(log));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    try {
      return process + "\n" + Files.readString(log);
    } catch (IOException unreadable) {
      return process.toString();
    }
  }
}
