package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import dev.marathon.local.StatusSink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tasks of one agent and the rules of their lives. Belongs to the lane.
 *
 * <pre>
 * launch ─ prepared on a pool ─┬─ started ─ STARTING, RUNNING ─ exit status found ─ FINISHED, FAILED or KILLED
 *                              └─ failed ─ FAILED or DROPPED
 * </pre>
 *
 * A task is removed when its last update was acknowledged and no process of it is left.
 */
final class Tasks {

  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
  private static final Duration TEARDOWN_GRACE = Duration.ofSeconds(3);

  private final Lane lane;
  private final Statuses statuses;
  private final Supplier<StatusSink> sink;
  private final TaskHands hands;
  private final Pods pods;
  private final Map<TaskKey, TaskRun> runs = new ConcurrentHashMap<>();
  private final Map<String, TaskRun> byContainer = new ConcurrentHashMap<>();

  Tasks(Lane lane, Statuses statuses, Supplier<StatusSink> sink, TaskHands hands) {
    this.lane = lane;
    this.statuses = statuses;
    this.sink = sink;
    this.hands = hands;
    this.pods = new Pods(lane, sink);
  }

  /** Every task, also those that are only waited for. Readable from any thread. */
  Collection<TaskRun> all() {
    return runs.values();
  }

  void launch(FrameworkInfo framework, TaskInfo task, boolean checkpoint) {
    var launch = launch(framework, task, Optional.empty(), checkpoint);
    add(launch).ifPresent(this::prepare);
  }

  void launchGroup(FrameworkInfo framework, ExecutorInfo executor, TaskGroupInfo group) {
    var container = pods.containerOf(framework.getId(), executor.getExecutorId());
    var pod = new Launch.Pod(executor, container, UUID.randomUUID().toString());
    var added =
        group.getTasksList().stream()
            .map(task -> launch(framework, task, Optional.of(pod), framework.getCheckpoint()))
            .flatMap(launch -> add(launch).stream())
            .toList();
    added.forEach(run -> report(run, byExecutor(run, TaskState.TASK_STARTING).build()));
    added.forEach(this::prepare);
  }

  private Launch launch(
      FrameworkInfo framework, TaskInfo task, Optional<Launch.Pod> pod, boolean checkpoint) {
    return new Launch(framework, task, UUID.randomUUID().toString(), pod, checkpoint, lane.now());
  }

  /** Takes the task in; empty if it is here already or cannot be recorded. */
  private Optional<TaskRun> add(Launch launch) {
    if (runs.containsKey(launch.key())) {
      LOG.warn("Task {} is launched twice", launch.key());
      return Optional.empty();
    }
    try {
      var run = put(launch, hands.record(launch));
      return Optional.of(run);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Task {} cannot be recorded", launch.key(), e);
      var run = put(launch, UpdateLog.NONE);
      run.gone();
      fail(run, LaunchFailure.dropped("Failed to create executor directory: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private TaskRun put(Launch launch, UpdateLog log) {
    var run =
        new TaskRun(
            launch,
            log,
            new UpdateStream(
                launch.framework().getId(),
                statuses.staging(launch.task(), launch.at()),
                lane,
                sink,
                log));
    runs.put(launch.key(), run);
    byContainer.put(launch.container(), run);
    launch.pod().ifPresent(pod -> pods.joined(launch, pod));
    return run;
  }

  private void prepare(TaskRun run) {
    var refusal = ContainerRules.refusal(run.launch());
    if (refusal.isPresent()) {
      run.gone();
      fail(run, refusal.get());
    } else if (!ContainerRules.executable(run.launch().task().getCommand())) {
      run.gone();
      if (run.launch().pod().isEmpty()) {
        report(run, byExecutor(run, TaskState.TASK_STARTING).build());
      }
      fail(run, LaunchFailure.executor("Executor terminated"));
    } else {
      hands.start(
          run,
          found -> lane.execute(() -> started(run, found)),
          failure -> lane.execute(() -> notStarted(run, failure)));
    }
  }

  private void notStarted(TaskRun run, LaunchFailure failure) {
    run.gone();
    if (run.active()) {
      fail(run, failure);
    } else {
      tidy(run);
    }
  }

  /** The executor of a group reports a failed start as if the command had failed. */
  private void fail(TaskRun run, LaunchFailure failure) {
    var launch = run.launch();
    report(
        run,
        launch.pod().isPresent()
            ? byExecutor(run, TaskState.TASK_FAILED)
                .setMessage(WaitStatus.exited(1).message())
                .build()
            : statuses.byAgent(
                launch, failure.state(), failure.reason(), failure.getMessage(), lane.now()));
  }

  private void started(TaskRun run, Supervision found) {
    run.started(found);
    if (!run.active()) {
      hands.end(found, Duration.ZERO);
    } else {
      if (run.launch().pod().isEmpty()) {
        report(run, byExecutor(run, TaskState.TASK_STARTING).build());
      }
      report(run, byExecutor(run, TaskState.TASK_RUNNING).build());
      attend(run, lane.now());
    }
    hands.expect(run);
  }

  /**
   * What goes on while a task runs: checks, and the end of its time.
   *
   * @param since when it began to run
   */
  private void attend(TaskRun run, Instant since) {
    var task = run.launch().task();
    if (task.hasMaxCompletionTime()) {
      var limit = Duration.ofNanos(task.getMaxCompletionTime().getNanoseconds());
      var left = Duration.between(lane.now(), run.launch().at().plus(limit));
      run.until(lane.after(left, () -> end(run, EndCause.TOO_LONG, run.launch().grace())));
    }
    new Checks(run, lane, hands::probe, statuses, status -> checked(run, status))
        .begin(since, () -> unhealthy(run));
  }

  private void checked(TaskRun run, TaskStatus.Builder result) {
    if (run.active() && run.ending().isEmpty()) {
      report(run, result.build());
    }
  }

  private void unhealthy(TaskRun run) {
    end(run, EndCause.UNHEALTHY, run.launch().grace());
  }

  void kill(TaskKey key, EndCause cause, Optional<Duration> grace) {
    find(key)
        .ifPresent(
            run -> {
              // A command executor knows only the policy that the task came with (Mesos 1.12).
              var own = run.launch().grace();
              var wanted = run.launch().pod().isPresent() ? grace.orElse(own) : own;
              end(run, cause, wanted);
            });
  }

  void shutdown(String framework, String executor) {
    select(run -> framework(run).equals(framework) && run.launch().executorId().equals(executor))
        .forEach(run -> end(run, EndCause.KILLED, run.launch().grace()));
  }

  private void end(TaskRun run, EndCause cause, Duration grace) {
    if (!run.active() || run.ending().isPresent()) {
      return;
    }
    run.ending(cause);
    run.stopTimers();
    if (run.supervision().isEmpty()) {
      run.cancel();
      report(run, killedBeforeItRan(run));
      return;
    }
    run.log().ending(cause, lane.now().plus(grace));
    if (cause != EndCause.TOO_LONG
        && Statuses.has(
            run.launch().framework(), FrameworkInfo.Capability.Type.TASK_KILLING_STATE)) {
      var killing = byExecutor(run, TaskState.TASK_KILLING);
      Ends.reason(run.ending()).ifPresent(killing::setReason);
      report(run, killing.build());
    }
    hands.end(run.supervision().get(), grace);
  }

  private TaskStatus killedBeforeItRan(TaskRun run) {
    return run.launch().pod().isPresent()
        ? byExecutor(run, TaskState.TASK_KILLED).build()
        : statuses.byAgent(
            run.launch(),
            TaskState.TASK_KILLED,
            TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
            "Killed before delivery to the executor",
            lane.now());
  }

  /** There is an exit status of this container. */
  void ended(String container) {
    var run = byContainer.get(container);
    if (run == null) {
      hands.discard(container);
      return;
    }
    if (run.exited() || run.supervision().isEmpty()) {
      return; // told already, or its start is not: then it is looked for once that is told
    }
    var exit = hands.exit(container);
    if (exit.isPresent()) {
      run.gone();
      if (run.active()) {
        report(run, terminal(run, exit.get().status(), exit.get().at()));
      }
      tidy(run);
    }
  }

  private TaskStatus terminal(TaskRun run, WaitStatus exit, Instant at) {
    var status =
        statuses
            .byExecutor(run.launch(), Ends.state(run.ending(), exit), run.pid(), at)
            .setMessage(exit.message());
    Ends.reason(run.ending()).ifPresent(status::setReason);
    if (run.ending().filter(EndCause::unhealthy).isPresent()) {
      status.setHealthy(false);
    }
    return status.build();
  }

  /** The supervisor of this container is gone and left no exit status. */
  void lost(String container) {
    var run = byContainer.get(container);
    if (run != null && !run.exited()) {
      lost(run, Ends.TERMINATED);
    }
  }

  private void lost(TaskRun run, String message) {
    // Without its supervisor nobody would learn how the task ends.
    run.supervision().ifPresent(found -> hands.end(found, Duration.ZERO));
    run.gone();
    if (run.active()) {
      report(
          run,
          statuses.byAgent(
              run.launch(),
              TaskState.TASK_FAILED,
              TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
              message,
              lane.now()));
    }
    tidy(run);
  }

  void acknowledge(TaskKey key, ByteString uuid) {
    find(key)
        .ifPresent(
            run -> {
              if (run.updates().acknowledge(uuid)) {
                if (run.updates().settled()) {
                  run.log().settled(run.updates().latest());
                }
                tidy(run);
              }
            });
  }

  void resendPending(String framework) {
    select(run -> framework(run).equals(framework)).forEach(run -> run.updates().resend());
  }

  void removeFramework(String framework) {
    select(run -> framework(run).equals(framework)).forEach(run -> forget(run, TEARDOWN_GRACE));
    pods.removeFramework(framework);
  }

  private void forget(TaskRun run, Duration grace) {
    run.forget();
    run.log().forgotten();
    run.supervision().filter(any -> !run.exited()).ifPresent(found -> hands.end(found, grace));
    tidy(run);
  }

  /** Goes on with a task that an earlier process of this agent left. */
  void adopt(Adopted found) {
    var run = put(found.launch(), found.log());
    found.apply(run);
    if (run.forgotten() || !found.launch().checkpoint()) {
      forget(run, Duration.ZERO);
    } else {
      run.updates().resend();
      goOn(run, found.deadline());
    }
    if (!run.exited()) {
      hands.expect(run);
    }
    tidy(run);
  }

  private void goOn(TaskRun run, Optional<Instant> deadline) {
    if (run.active() && run.supervision().isPresent()) {
      resume(run, deadline);
    } else if (run.active()) {
      lost(run, Ends.LOST);
    } else {
      // It was told to have ended before it ran, and was started nevertheless.
      run.supervision()
          .filter(Supervision::watched)
          .ifPresent(found -> hands.end(found, Duration.ZERO));
    }
  }

  private void resume(TaskRun run, Optional<Instant> deadline) {
    var state = run.updates().latest().getState();
    if (state == TaskState.TASK_STAGING && run.launch().pod().isEmpty()) {
      report(run, byExecutor(run, TaskState.TASK_STARTING).build());
    }
    if (state == TaskState.TASK_STAGING || state == TaskState.TASK_STARTING) {
      report(run, byExecutor(run, TaskState.TASK_RUNNING).build());
    }
    var processes = run.supervision().orElseThrow();
    if (hands.exit(run.launch().container()).isPresent()) {
      ended(run.launch().container());
    } else if (!processes.watched()) {
      lost(run, Ends.LOST);
    } else if (deadline.isPresent()) {
      var left = Duration.between(lane.now(), deadline.get());
      hands.end(processes, left.isNegative() ? Duration.ZERO : left);
    } else {
      attend(run, run.launch().at());
    }
  }

  private void report(TaskRun run, TaskStatus status) {
    run.updates().report(status);
    if (run.updates().ended()) {
      run.stopTimers();
      if (status.getState() != TaskState.TASK_FINISHED) {
        othersOfTheGroup(run).forEach(other -> end(other, causeFor(run), other.launch().grace()));
      }
      pods.taskEnded(run.launch(), runs.values());
      // It was never run.
      run.launch()
          .customExecutor()
          .ifPresent(
              executor ->
                  sink.get().executorExited(run.launch().framework().getId(), executor, -1));
    }
  }

  private static EndCause causeFor(TaskRun run) {
    return run.ending().map(EndCause::forTheGroup).orElse(EndCause.GROUP);
  }

  private List<TaskRun> othersOfTheGroup(TaskRun run) {
    return run.launch()
        .pod()
        .map(
            pod ->
                select(
                    other ->
                        other != run
                            && other
                                .launch()
                                .pod()
                                .filter(its -> its.group().equals(pod.group()))
                                .isPresent()))
        .orElse(List.of());
  }

  private void tidy(TaskRun run) {
    if (run.finished() && runs.remove(run.launch().key(), run)) {
      byContainer.remove(run.launch().container());
      run.stopTimers();
      run.updates().close();
      hands.finished(run);
    }
  }

  private TaskStatus.Builder byExecutor(TaskRun run, TaskState state) {
    return statuses.byExecutor(run.launch(), state, run.pid(), lane.now());
  }

  private Optional<TaskRun> find(TaskKey key) {
    return Optional.ofNullable(runs.get(key));
  }

  private List<TaskRun> select(Predicate<TaskRun> wanted) {
    return runs.values().stream().filter(wanted).toList();
  }

  private static String framework(TaskRun run) {
    return run.launch().framework().getId().getValue();
  }
}
