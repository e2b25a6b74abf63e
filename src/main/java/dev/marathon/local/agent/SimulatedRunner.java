package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import dev.marathon.local.LiveTask;
import dev.marathon.local.Simulation;
import dev.marathon.local.StatusSink;
import dev.marathon.local.TaskRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Accepts any task and only pretends to run it. Ten thousand of these and their hundred thousand
 * tasks share one thread and one timer; they have no files.
 */
public final class SimulatedRunner implements TaskRunner, AgentContents {

  /** Does not exist: simulated tasks have no files. */
  private static final Path NOWHERE = Path.of("/simulated");

  /** Shared by all simulated agents of this process, as long as it lives. */
  private static final class Shared {
    static final Lane LANE = new ThreadLane("simulated-agents");
  }

  private final AgentPaths paths;
  private final Simulation options;
  private final Lane lane;
  private final Statuses statuses;
  private final SplittableRandom random;
  private final Map<TaskKey, SimulatedTask> tasks = new ConcurrentHashMap<>();
  private volatile StatusSink sink = Silence.SINK;

  /**
   * @param index number of the agent, from 0: decides its address and, with the seed, its fate
   */
  public SimulatedRunner(AgentID agent, String hostname, Simulation options, int index) {
    this(agent, options, index, Shared.LANE);
  }

  SimulatedRunner(AgentID agent, Simulation options, int index, Lane lane) {
    this.paths = new AgentPaths(NOWHERE, agent);
    this.options = options;
    this.lane = lane;
    this.statuses = new Statuses(agent, address(index));
    this.random = new SplittableRandom(options.seed() * 1_000_003 + index);
  }

  /** An address of 10.0.0.0/8 that looks like a host's: the last part is 1 to 254. */
  static String address(int index) {
    int networks = index / 254;
    return "10.%d.%d.%d".formatted(networks / 256 % 256, networks % 256, index % 254 + 1);
  }

  /** There is nothing to adopt: a simulated task does not outlive its runner. */
  @Override
  public void start(StatusSink sink) {
    this.sink = sink;
  }

  @Override
  public void launch(FrameworkInfo framework, TaskInfo task, boolean checkpoint) {
    lane.execute(() -> begin(framework, task, Optional.empty()));
  }

  @Override
  public void launchGroup(FrameworkInfo framework, ExecutorInfo executor, TaskGroupInfo group) {
    lane.execute(
        () -> {
          var pod =
              new Launch.Pod(
                  executor, containerOf(framework, executor), UUID.randomUUID().toString());
          group.getTasksList().forEach(task -> begin(framework, task, Optional.of(pod)));
        });
  }

  private String containerOf(FrameworkInfo framework, ExecutorInfo executor) {
    return select(
            of(framework.getId(), executor.getExecutorId()).and(task -> !task.updates().ended()))
        .stream()
        .flatMap(task -> task.launch().pod().stream())
        .map(Launch.Pod::container)
        .findFirst()
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  private void begin(FrameworkInfo framework, TaskInfo info, Optional<Launch.Pod> pod) {
    // Drawn for every launch, so that one rate does not change what another decides.
    boolean lost = random.nextDouble() < options.loseRate();
    boolean fails = random.nextDouble() < options.failRate();
    var launch = new Launch(framework, info, UUID.randomUUID().toString(), pod, true, lane.now());
    if (lost || tasks.containsKey(launch.key())) {
      return;
    }
    var staging = statuses.staging(info, launch.at());
    var updates = new UpdateStream(framework.getId(), staging, lane, () -> sink, UpdateLog.NONE);
    var task = new SimulatedTask(launch, updates);
    tasks.put(launch.key(), task);
    var half = options.startDelay().dividedBy(2);
    task.next(
        lane.after(
            half,
            () -> {
              report(task, status(task, TaskState.TASK_STARTING));
              var rest = options.startDelay().minus(half);
              task.next(lane.after(rest, () -> started(task, fails)));
            }));
  }

  private void started(SimulatedTask task, boolean fails) {
    var refusal = DockerRules.refusal(task.launch().task());
    if (refusal.isPresent()) {
      report(task, status(task, TaskState.TASK_FAILED).setMessage(refusal.get()));
      return;
    }
    if (fails) {
      report(task, status(task, TaskState.TASK_FAILED));
      return;
    }
    report(task, status(task, TaskState.TASK_RUNNING));
    if (options.reportHealth() && task.launch().task().hasHealthCheck()) {
      report(
          task,
          status(task, TaskState.TASK_RUNNING)
              .setReason(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED)
              .setHealthy(true));
    }
  }

  @Override
  public void kill(FrameworkID framework, TaskID task, Optional<Duration> grace) {
    lane.execute(
        () ->
            Optional.ofNullable(tasks.get(TaskKey.of(framework, task)))
                .ifPresent(found -> end(found, EndCause.KILLED)));
  }

  @Override
  public void drain(FrameworkID framework, TaskID task, Optional<Duration> grace) {
    lane.execute(
        () ->
            Optional.ofNullable(tasks.get(TaskKey.of(framework, task)))
                .ifPresent(found -> end(found, EndCause.DRAINED)));
  }

  @Override
  public void shutdown(FrameworkID framework, ExecutorID executor) {
    lane.execute(() -> select(of(framework, executor)).forEach(task -> end(task, EndCause.KILLED)));
  }

  private void end(SimulatedTask task, EndCause cause) {
    if (task.ending() || task.updates().ended()) {
      return;
    }
    task.end(cause);
    task.next(Lane.Timer.NONE);
    if (task.updates().latest().getState() == TaskState.TASK_STAGING) {
      report(
          task,
          statuses
              .byAgent(
                  task.launch(),
                  TaskState.TASK_KILLED,
                  TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
                  "Killed before delivery to the executor",
                  lane.now())
              .toBuilder());
      return;
    }
    if (Statuses.has(task.launch().framework(), FrameworkInfo.Capability.Type.TASK_KILLING_STATE)) {
      report(task, because(cause, status(task, TaskState.TASK_KILLING)));
    }
    task.next(
        lane.after(
            options.killDelay(),
            () ->
                report(
                    task,
                    because(
                        cause,
                        status(task, TaskState.TASK_KILLED)
                            .setMessage(new WaitStatus(15).message())))));
  }

  private static TaskStatus.Builder because(EndCause cause, TaskStatus.Builder status) {
    Ends.reason(Optional.of(cause)).ifPresent(status::setReason);
    return status;
  }

  private TaskStatus.Builder status(SimulatedTask task, TaskState state) {
    return statuses.byExecutor(task.launch(), state, Optional.empty(), lane.now());
  }

  private void report(SimulatedTask task, TaskStatus.Builder status) {
    task.updates().report(status.build());
    if (!task.updates().ended()) {
      return;
    }
    var launch = task.launch();
    if (launch.pod().isPresent()) {
      select(task::sameGroup).forEach(other -> end(other, EndCause.GROUP));
    }
    launch
        .pod()
        .map(pod -> pod.executor().getExecutorId())
        .or(launch::customExecutor)
        .ifPresent(executor -> exitUnused(launch.framework().getId(), executor));
  }

  /** An executor that is not the command's ends with its last task, and the master is told. */
  private void exitUnused(FrameworkID framework, ExecutorID executor) {
    if (select(of(framework, executor).and(other -> !other.updates().ended())).isEmpty()) {
      sink.executorExited(framework, executor, 0);
    }
  }

  @Override
  public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
    var key = TaskKey.of(framework, task);
    lane.execute(
        () ->
            Optional.ofNullable(tasks.get(key))
                .filter(found -> found.updates().acknowledge(uuid))
                .filter(found -> found.updates().ended() && found.updates().settled())
                .ifPresent(found -> tasks.remove(key)));
  }

  @Override
  public void resendPending(FrameworkID framework) {
    lane.execute(() -> select(of(framework)).forEach(task -> task.updates().resend()));
  }

  @Override
  public void removeFramework(FrameworkID framework) {
    lane.execute(() -> select(of(framework)).forEach(this::forget));
  }

  private void forget(SimulatedTask task) {
    task.next(Lane.Timer.NONE);
    task.updates().close();
    tasks.remove(task.launch().key());
  }

  @Override
  public List<LiveTask> live() {
    return tasks.values().stream()
        .map(
            task ->
                new LiveTask(
                    task.launch().framework(), task.launch().task(), task.updates().latest()))
        .toList();
  }

  @Override
  public AgentPaths paths() {
    return paths;
  }

  @Override
  public List<ExecutorView> executors() {
    return AgentContents.grouped(
        tasks.values().stream()
            .map(
                task ->
                    new Shown(
                        task.launch(),
                        new ExecutorView.Task(
                            task.launch().task(), task.updates().latest(), Optional.empty()),
                        task.updates().ended()))
            .toList(),
        paths::executorSandbox);
  }

  @Override
  public List<Path> volumes(String executorContainer) {
    return List.of();
  }

  @Override
  public void close() {
    lane.execute(() -> List.copyOf(tasks.values()).forEach(this::forget));
  }

  private List<SimulatedTask> select(Predicate<SimulatedTask> wanted) {
    return tasks.values().stream().filter(wanted).toList();
  }

  private static Predicate<SimulatedTask> of(FrameworkID framework) {
    return task -> task.launch().framework().getId().equals(framework);
  }

  private static Predicate<SimulatedTask> of(FrameworkID framework, ExecutorID executor) {
    return of(framework).and(task -> task.launch().executorId().equals(executor.getValue()));
  }
}
