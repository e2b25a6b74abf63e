package dev.marathon.scheduler.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marathon.instance.Condition;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.metrics.Metrics;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.testing.QuickMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MesosMetricsTest {

  @Test
  void tasksThatWantedTooMuchMemoryAreCountedBesidesTheirEnd() {
    var report = QuickMetrics.start();
    Metrics.count("test.begun", 1);
    await().until(() -> counted(report, "test.begun") > 0); // And so all that others counted.
    long memory = counted(report, "mesos.task.oom.memory-limit-exceeded");
    long failed = counted(report, "mesos.task-updates.task-failed");

    MesosMetrics.heard(failed("REASON_CONTAINER_LIMITATION_MEMORY"));
    MesosMetrics.heard(failed("REASON_CONTAINER_LIMITATION_MEMORY"));
    MesosMetrics.heard(failed("REASON_CONTAINER_LIMITATION_DISK"));

    await()
        .untilAsserted(
            () -> {
              assertThat(counted(report, "mesos.task.oom.memory-limit-exceeded") - memory)
                  .isEqualTo(2);
              assertThat(counted(report, "mesos.task-updates.task-failed") - failed).isEqualTo(3);
            });
  }

  private static long counted(MetricsReport report, String name) {
    return report
        .prometheus()
        .lines()
        .filter(line -> line.startsWith(prometheus(name) + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private static String prometheus(String name) {
    return "marathon_" + name.replaceAll("[^a-z0-9]", "_") + "_counter";
  }

  private static MesosEvent failed(String reason) {
    return new MesosEvent.Updated(
        new TaskStatus(
            "web.instance-1._app.1",
            Condition.FAILED,
            "TASK_FAILED",
            Optional.empty(),
            Optional.empty(),
            reason,
            "",
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty()));
  }
}
