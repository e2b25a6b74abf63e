package dev.marathon.local.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** The health check and the general check of one running task. Belongs to the lane. */
final class Checks {

  /** Makes one probe; the result always comes. */
  interface Asking {
    CompletableFuture<ProbeResult> probe(Launch launch, Probe probe, Duration timeout);
  }

  private final TaskRun run;
  private final Lane lane;
  private final Asking asking;
  private final Statuses statuses;
  private final Consumer<TaskStatus.Builder> tell;
  private Optional<Boolean> healthy;
  private CheckStatusInfo shown;

  /**
   * @param tell is told each status update that is to be made
   */
  Checks(
      TaskRun run, Lane lane, Asking asking, Statuses statuses, Consumer<TaskStatus.Builder> tell) {
    this.run = run;
    this.lane = lane;
    this.asking = asking;
    this.statuses = statuses;
    this.tell = tell;
    var latest = run.updates().latest();
    this.healthy = latest.hasHealthy() ? Optional.of(latest.getHealthy()) : Optional.empty();
    this.shown = latest.hasCheckStatus() ? latest.getCheckStatus() : noResult();
  }

  private CheckStatusInfo noResult() {
    return run.launch().task().hasCheck()
        ? Statuses.noResult(run.launch().task())
        : CheckStatusInfo.getDefaultInstance();
  }

  /**
   * Begins both; they end with the task's timers.
   *
   * @param since when the task began to run
   * @param unhealthy the task is to be ended
   */
  void begin(Instant since, Runnable unhealthy) {
    var task = run.launch().task();
    Probe.check(task).ifPresent(plan -> new Round(plan, this::checked).start());
    Probe.health(task)
        .ifPresent(
            plan -> {
              var count =
                  new HealthCount[] {HealthCount.begin(task.getHealthCheck(), since, healthy)};
              new Round(plan, result -> count[0] = health(count[0], result, unhealthy)).start();
            });
  }

  private HealthCount health(HealthCount count, ProbeResult result, Runnable unhealthy) {
    var step = count.after(result.healthy(), run.launch().task().getHealthCheck(), lane.now());
    if (step.told().isPresent()) {
      healthy = step.told();
      tell.accept(update(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED));
    }
    if (step.end()) {
      unhealthy.run();
    }
    return step.next();
  }

  private void checked(ProbeResult result) {
    var now = result.shown(run.launch().task());
    if (!now.equals(shown)) {
      shown = now;
      tell.accept(update(TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED));
    }
  }

  private TaskStatus.Builder update(TaskStatus.Reason reason) {
    var status =
        statuses
            .byExecutor(run.launch(), TaskState.TASK_RUNNING, run.pid(), lane.now())
            .setReason(reason);
    healthy.ifPresent(status::setHealthy);
    if (run.launch().task().hasCheck()) {
      status.setCheckStatus(shown);
    }
    return status;
  }

  /** Makes one probe again and again. */
  private final class Round implements Lane.Timer {
    private final Probe.Plan plan;
    private final Consumer<ProbeResult> result;
    private Lane.Timer next = Lane.Timer.NONE;
    private boolean stopped;

    Round(Probe.Plan plan, Consumer<ProbeResult> result) {
      this.plan = plan;
      this.result = result;
    }

    void start() {
      run.until(this);
      next = lane.after(plan.delay(), this::ask);
    }

    private void ask() {
      // The result always comes and never fails, so the stage itself needs no watching.
      var unused =
          asking
              .probe(run.launch(), plan.probe(), plan.timeout())
              .thenAccept(found -> lane.execute(() -> answered(found)));
    }

    private void answered(ProbeResult found) {
      if (!stopped) {
        result.accept(found);
      }
      if (!stopped) {
        next = lane.after(plan.interval(), this::ask);
      }
    }

    @Override
    public void cancel() {
      stopped = true;
      next.cancel();
    }
  }
}
