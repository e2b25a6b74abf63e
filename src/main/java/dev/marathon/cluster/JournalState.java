package dev.marathon.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Version;
import dev.marathon.metrics.Metrics;
import dev.marathon.owner.JournalWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How writing to the journal goes, since this node leads. */
final class JournalState implements JournalWatch {

  private final InstantSource clock;
  private long writes;
  private long failures;
  private long nanos;
  private long longest;
  private boolean failing;
  private Optional<Instant> last = Optional.empty();

  JournalState(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void wrote(int events, Duration took) {
    Metrics.count("journal.writes", 1);
    Metrics.size("journal.batch-size", events);
    Metrics.time("journal.write-duration", took);
    remember(took);
  }

  private synchronized void remember(Duration took) {
    writes++;
    nanos += took.toNanos();
    longest = Math.max(longest, took.toNanos());
    failing = false;
    last = Optional.of(clock.instant());
  }

  @Override
  public synchronized void failed() {
    Metrics.count("journal.failures", 1);
    failures++;
    failing = true;
  }

  /**
   * @param kind of the store
   */
  synchronized ObjectNode json(String kind) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", kind)
            .put("state", failing ? "failing" : "ok")
            .put("writes", writes)
            .put("failures", failures);
    last.ifPresent(at -> json.put("lastWriteAt", Version.format(at)));
    if (writes > 0) {
      json.putObject("writeMs").put("mean", millis(nanos / writes)).put("max", millis(longest));
    }
    return json;
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e4) / 100.0;
  }
}
