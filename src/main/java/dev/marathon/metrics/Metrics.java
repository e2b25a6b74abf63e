package dev.marathon.metrics;

import com.typesafe.config.Config;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kamon.Kamon;
import kamon.metric.Counter;

/**
 * What Marathon counts and measures. Every method may be called from any thread and costs
 * nanoseconds.
 */
public final class Metrics {

  private static final String PREFIX = "marathon.";

  private static final List<String> COUNTERS =
      List.of(
          "callbacks.delivered",
          "callbacks.expired",
          "callbacks.failed",
          "callbacks.set-aside",
          "deployments",
          "deployments.dismissed",
          "health.failures",
          "health.probes",
          "http.authentication.failures",
          "http.authentication.throttled",
          "http.connections.refused",
          "http.event-streams.too-slow",
          "journal.failures",
          "journal.writes",
          "mesos.calls.revive",
          "mesos.calls.suppress",
          "mesos.offer-operations.launch",
          "mesos.offers.declined",
          "mesos.offers.incoming",
          "mesos.offers.used",
          "mesos.task.oom.memory-limit-exceeded",
          "tasks.launched");

  /** Counts of what the original did and we never do. */
  private static final List<String> NEVER =
      List.of(
          "mesos.offer-operations.launch-group",
          "mesos.offer-operations.reserve",
          "persistence.gc.runs",
          "mesos.task.oom.memory-limit-unfulfillable");

  /** Why offers are declined, as {@code /v2/queue} names it. */
  private static final List<String> DECLINES =
      List.of(
          "UnfulfilledRole",
          "UnfulfilledConstraint",
          "NoCorrespondingReservationFound",
          "AgentMaintenance",
          "InsufficientCpus",
          "InsufficientMemory",
          "InsufficientDisk",
          "InsufficientGpus",
          "InsufficientPorts",
          "DeclinedScarceResources");

  private static final List<String> BYTES =
      List.of(
          "http.requests.size",
          "http.responses.size",
          "http.responses.size.gzipped",
          "http.responses.event-stream.size");

  private static final List<String> TIMERS =
      List.of(
          "debug.actors.events.delay",
          "debug.actors.overview.delay",
          "debug.mesos.offers.matching-duration",
          "health.probe-delay",
          "http.requests.duration",
          "journal.write-duration",
          // The original's collection of garbage in its store: zero here.
          "persistence.gc.compaction.duration",
          "persistence.gc.scan.duration",
          "tasks.time-to-running");

  private static final List<String> SIZES = List.of("journal.batch-size");

  private static final List<String> TASK_STATES =
      List.of(
          "dropped",
          "error",
          "failed",
          "finished",
          "gone",
          "gone-by-operator",
          "killed",
          "killing",
          "lost",
          "running",
          "staging",
          "starting",
          "unknown",
          "unreachable");

  private static final List<String> GAUGES =
      List.of(
          "apps.active",
          "callbacks.active",
          "callbacks.failing",
          "deployments.active",
          "events.lag",
          "groups.active",
          "health.probes.in-flight",
          "health.tasks",
          "http.connections.active",
          "http.event-streams.active",
          "http.requests.active",
          "instances.inflight-kills",
          "instances.launch-overdue",
          "instances.running",
          "instances.staged",
          "pods.active");

  private static final List<String> METHODS =
      List.of(
          "get", "post", "head", "put", "patch", "delete", "options", "trace", "connect", "move",
          "other");

  private static final History HISTORY = new History(InstantSource.system());

  private static volatile boolean paused;

  /** Kamon is one per process. */
  private static Optional<MetricsReport> report = Optional.empty();

  private Metrics() {}

  /** From here on nothing is counted or timed, until it is said again with {@code false}. */
  public static void pause(boolean pause) {
    paused = pause;
  }

  /** The same of the last day. */
  public static History history() {
    return HISTORY;
  }

  /** Starts collecting; the report shows what was counted since the first start. */
  public static synchronized MetricsReport start(Config config) {
    Kamon.initWithoutAttaching(config);
    if (report.isEmpty()) {
      report = Optional.of(new MetricsReport());
      Kamon.addReporter("marathon-report", report.get());
      beginAtZero();
    }
    return report.get();
  }

  /** What nobody has counted yet is there all the same, so that dashboards and alerts find it. */
  private static void beginAtZero() {
    COUNTERS.forEach(name -> count(name, 0));
    NEVER.forEach(name -> count(name, 0));
    TASK_STATES.forEach(state -> count("mesos.task-updates.task-" + state, 0));
    DECLINES.forEach(reason -> count(decline(reason), 0));
    GAUGES.forEach(name -> gauge(name, 0));
    BYTES.forEach(name -> bytes(name, 0));
    for (int kind = 1; kind <= 5; kind++) {
      responses(kind).increment(0);
    }
    TIMERS.forEach(name -> Kamon.timer(PREFIX + name + ".timer.seconds").withoutTags());
    SIZES.forEach(name -> Kamon.histogram(PREFIX + name + ".histogram").withoutTags());
    METHODS.forEach(
        method ->
            Kamon.timer(PREFIX + "http.requests." + method + ".duration.timer.seconds")
                .withoutTags());
    seconds("leadership.duration", 0);
  }

  private static Counter responses(int kind) {
    return Kamon.counter(PREFIX + "http.responses." + kind + "xx.rate.meter").withoutTags();
  }

  /** A length of time that grows, for example {@code leadership.duration}. */
  public static void seconds(String name, double value) {
    Kamon.gauge(PREFIX + name + ".gauge.seconds").withoutTags().update(value);
  }

  /** The current value of something that goes up and down, for example {@code apps.active}. */
  public static void gauge(String name, double value) {
    HISTORY.level(name, value);
    Kamon.gauge(PREFIX + name + ".gauge").withoutTags().update(value);
  }

  /** One or more of something, for example {@code mesos.offers.incoming}. */
  public static void count(String name, long times) {
    if (paused) {
      return;
    }
    HISTORY.count(name, times);
    Kamon.counter(PREFIX + name + ".counter").withoutTags().increment(times);
  }

  /** Bytes that went by, for example {@code http.requests.size}. */
  public static void bytes(String name, long count) {
    if (paused) {
      return;
    }
    Kamon.counter(PREFIX + name + ".counter.bytes").withoutTags().increment(count);
  }

  /** A status update of this state, for example {@code TASK_RUNNING}. */
  public static void taskUpdate(String mesosState) {
    count("mesos.task-updates." + mesosState.toLowerCase(Locale.ROOT).replace('_', '-'), 1);
  }

  /** How long something took, for example {@code debug.mesos.offers.matching-duration}. */
  public static void time(String name, Duration duration) {
    if (paused) {
      return;
    }
    Kamon.timer(PREFIX + name + ".timer.seconds").withoutTags().record(duration);
  }

  /** How many of something came together, for example records in a {@code journal.batch-size}. */
  public static void size(String name, long size) {
    if (paused) {
      return;
    }
    Kamon.histogram(PREFIX + name + ".histogram").withoutTags().record(size);
  }

  /**
   * Offers were declined.
   *
   * @param reason as {@code /v2/queue} names it
   */
  public static void declined(String reason, long times) {
    if (paused) {
      return;
    }
    HISTORY.declined(reason, times);
    count(decline(reason), times);
  }

  private static String decline(String reason) {
    var words = reason.replaceAll("(?<=[a-z])(?=[A-Z])", "-");
    return "mesos.offers.declined." + words.toLowerCase(Locale.ROOT);
  }

  /** A finished HTTP request. */
  public static void request(String method, int status, Duration duration) {
    if (paused) {
      return;
    }
    HISTORY.request(status, duration);
    time("http.requests.duration", duration);
    time("http.requests." + method.toLowerCase(Locale.ROOT) + ".duration", duration);
    responses(status / 100).increment();
  }
}
