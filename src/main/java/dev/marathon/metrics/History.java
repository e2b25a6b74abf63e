package dev.marathon.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in the last day, in buckets of fixed length: an hour finely, the day coarsely. Only
 * in memory. Thread-safe.
 */
public final class History {

  static final Duration FINE = Duration.ofSeconds(10);
  static final Duration COARSE = Duration.ofMinutes(5);

  /** Up to here buckets are fine. */
  public static final Duration HOUR = Duration.ofHours(1);

  public static final Duration LONGEST = Duration.ofDays(1);

  private static final int MOST_REASONS = 50;

  /** What is counted. */
  public enum Count {
    LAUNCHES("tasks.launched"),
    OFFERS_RECEIVED("mesos.offers.incoming"),
    OFFERS_USED("mesos.offers.used"),
    OFFERS_DECLINED("mesos.offers.declined"),
    FAILURES(
        "mesos.task-updates.task-failed",
        "mesos.task-updates.task-lost",
        "mesos.task-updates.task-error",
        "mesos.task-updates.task-dropped",
        "mesos.task-updates.task-gone");

    private final List<String> metrics;

    Count(String... metrics) {
      this.metrics = List.of(metrics);
    }
  }

  /** What goes up and down. */
  public enum Level {
    RUNNING("instances.running"),
    STAGED("instances.staged"),
    DEPLOYMENTS("deployments.active");

    private final String metric;

    Level(String metric) {
      this.metric = metric;
    }
  }

  /**
   * One bucket.
   *
   * @param levels at its end
   * @param declines of offers, by reason
   * @param errors requests that were answered 5xx
   */
  public record Bucket(
      Instant begin,
      Map<Count, Long> counts,
      Map<Level, Double> levels,
      Map<String, Long> declines,
      long requests,
      long errors,
      Latency latency) {}

  private static final class Cell {
    private final long index;
    private final long[] counts = new long[Count.values().length];
    private final double[] levels;
    private final Map<String, Long> declines = new TreeMap<>();
    private long requests;
    private long errors;
    private final Latencies latencies = new Latencies();

    Cell(long index, double[] levels) {
      this.index = index;
      this.levels = levels.clone();
    }

    Bucket bucket(Duration length) {
      var counted = new EnumMap<Count, Long>(Count.class);
      for (var count : Count.values()) {
        counted.put(count, counts[count.ordinal()]);
      }
      var standing = new EnumMap<Level, Double>(Level.class);
      for (var level : Level.values()) {
        standing.put(level, levels[level.ordinal()]);
      }
      return new Bucket(
          Instant.ofEpochMilli(index * length.toMillis()),
          counted,
          standing,
          Map.copyOf(declines),
          requests,
          errors,
          latencies.seen());
    }
  }

  private static final class Ring {
    private final Duration length;
    private final Cell[] cells;
    private Cell now;

    Ring(Duration length, Duration all, long millis) {
      this.length = length;
      this.cells = new Cell[(int) (all.toMillis() / length.toMillis()) + 1];
      this.now = new Cell(millis / length.toMillis(), new double[Level.values().length]);
      put(now);
    }

    private void put(Cell cell) {
      cells[(int) (cell.index % cells.length)] = cell;
    }

    Cell at(long millis) {
      long index = millis / length.toMillis();
      if (index > now.index) {
        now = new Cell(index, now.levels);
        put(now);
      }
      return now; // Also if the clock was set back.
    }

    List<Bucket> since(long from, long begun) {
      var buckets = new ArrayList<Bucket>();
      long first =
          Math.max(Math.max(from, begun) / length.toMillis(), now.index - cells.length + 1);
      var levels = new double[Level.values().length];
      for (long index = first; index <= now.index; index++) {
        var cell = cells[(int) (index % cells.length)];
        if (cell == null || cell.index != index) {
          cell = new Cell(index, levels); // Nothing happened.
        }
        levels = cell.levels;
        buckets.add(cell.bucket(length));
      }
      return buckets;
    }
  }

  private static final Map<String, Count> COUNTS = new TreeMap<>();
  private static final Map<String, Level> LEVELS = new TreeMap<>();

  static {
    for (var count : Count.values()) {
      count.metrics.forEach(metric -> COUNTS.put(metric, count));
    }
    Arrays.stream(Level.values()).forEach(level -> LEVELS.put(level.metric, level));
  }

  private final InstantSource clock;
  private Ring fine;
  private Ring coarse;
  private long begun;

  public History(InstantSource clock) {
    this.clock = clock;
    begin();
  }

  /** Forgets everything: this node leads from now on. */
  public synchronized void begin() {
    begun = clock.millis();
    fine = new Ring(FINE, HOUR, begun);
    coarse = new Ring(COARSE, LONGEST, begun);
  }

  void count(String metric, long times) {
    var count = COUNTS.get(metric);
    if (count != null && times > 0) {
      synchronized (this) {
        long now = clock.millis();
        fine.at(now).counts[count.ordinal()] += times;
        coarse.at(now).counts[count.ordinal()] += times;
      }
    }
  }

  void level(String metric, double value) {
    var level = LEVELS.get(metric);
    if (level != null) {
      synchronized (this) {
        long now = clock.millis();
        fine.at(now).levels[level.ordinal()] = value;
        coarse.at(now).levels[level.ordinal()] = value;
      }
    }
  }

  synchronized void request(int status, Duration took) {
    long now = clock.millis();
    for (var cell : List.of(fine.at(now), coarse.at(now))) {
      cell.requests++;
      cell.errors += status >= 500 ? 1 : 0;
      cell.latencies.took(took);
    }
  }

  /** Offers were declined for this reason. */
  public synchronized void declined(String reason, long times) {
    long now = clock.millis();
    for (var cell : List.of(fine.at(now), coarse.at(now))) {
      if (cell.declines.size() < MOST_REASONS || cell.declines.containsKey(reason)) {
        cell.declines.merge(reason, times, Long::sum);
      }
    }
  }

  /** When counting began. */
  public synchronized Instant since() {
    return Instant.ofEpochMilli(begun);
  }

  public Duration bucket(Duration window) {
    return window.compareTo(HOUR) <= 0 ? FINE : COARSE;
  }

  /** All buckets of a time up to now, oldest first; the last one is not full yet. */
  public synchronized List<Bucket> last(Duration window) {
    long now = clock.millis();
    var ring = window.compareTo(HOUR) <= 0 ? fine : coarse;
    ring.at(now);
    return ring.since(now - window.toMillis() + 1, begun);
  }
}
