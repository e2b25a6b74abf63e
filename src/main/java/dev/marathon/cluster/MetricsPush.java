package dev.marathon.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import dev.marathon.config.MetricsSettings;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.metrics.Push;
import java.io.IOException;
import java.time.Instant;

/** Sends metrics to where they are wanted, as long as the actor system lives. */
final class MetricsPush {

  private MetricsPush() {}

  private interface Report {
    void send() throws IOException;
  }

  static void start(ActorSystem<Void> system, MetricsSettings targets, MetricsReport metrics) {
    targets
        .statsd()
        .ifPresent(to -> every(system, to, () -> Push.statsd(metrics, to.host(), to.port())));
    targets
        .graphite()
        .ifPresent(
            to ->
                every(
                    system,
                    to,
                    () ->
                        Push.graphite(
                            metrics, to.host(), to.port(), Instant.now().getEpochSecond())));
  }

  private static void every(
      ActorSystem<Void> system, MetricsSettings.Target target, Report report) {
    var threads = system.dispatchers().lookup(DispatcherSelector.blocking());
    Runnable send =
        () -> {
          try {
            report.send();
          } catch (IOException away) {
            system.log().debug("cannot send metrics to {}:{}", target.host(), target.port(), away);
          }
        };
    system.scheduler().scheduleWithFixedDelay(target.every(), target.every(), send, threads);
  }
}
