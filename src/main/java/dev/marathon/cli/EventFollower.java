package dev.marathon.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the event stream and goes on where it ended when another node takes over. */
final class EventFollower {

  static final Duration PAUSE = Duration.ofMillis(500);

  /** So often in a row the server may be away: a take-over is shorter. */
  private static final int MOST_FAILURES = 60;

  private final Server server;
  private final String path;
  private final Duration pause;
  private Optional<String> after;
  private int failures;
  private boolean begun;

  /**
   * @param after number or time; empty: begin with what happens now
   */
  EventFollower(Server server, String path, Optional<String> after, Duration pause) {
    this.server = server;
    this.path = path;
    this.after = after;
    this.pause = pause;
  }

  /**
   * Until there were so many, or Ctrl-C.
   *
   * @param shown gets the JSON of each
   */
  void read(long limit, Consumer<String> shown) throws InterruptedException {
    long left = limit;
    while (left > 0) {
      if (begun) {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
      left -= stream(left, shown);
    }
  }

  private long stream(long left, Consumer<String> shown) {
    var headers = new HashMap<>(Map.of("Accept", "text/event-stream"));
    after.ifPresent(last -> headers.put("Last-Event-ID", last));
    long count = 0;
    try (var lines = server.lines(path, headers)) {
      begun = true;
      var id = Optional.<String>empty();
      var data = Optional.<String>empty();
      for (var each = lines.iterator(); count < left && each.hasNext(); ) {
        var line = each.next();
        if (line.startsWith("id:")) {
          id = Optional.of(line.substring(3).strip());
        } else if (line.startsWith("data:")) {
          data = Optional.of(line.substring(5).strip());
        } else if (line.isEmpty() && data.isPresent()) {
          // Before its empty line an event may have been cut.
          shown.accept(data.get());
          after = id.or(() -> after);
          id = Optional.empty();
          data = Optional.empty();
          failures = 0;
          count++;
        }
      }
    } catch (UncheckedIOException cut) {
      // As if it had ended.
    } catch (CliFailure away) {
      failures++;
      if (!begun || away.exit() != Exit.UNREACHABLE || failures > MOST_FAILURES) {
        throw away;
      }
    }
    return count;
  }
}
