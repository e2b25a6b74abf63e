package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import dev.marathon.local.LiveTask;
import dev.marathon.local.StatusSink;
import dev.marathon.local.TaskRunner;
import dev.marathon.local.agent.fetch.FetchCache;
import dev.marathon.local.agent.fetch.FetchLimits;
import dev.marathon.local.agent.fetch.Fetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Runs tasks as processes of this machine, each under a small supervisor, so that they outlive this
 * process: the next runner with the same work directory and agent id adopts them. Needs Linux and
 * perl.
 *
 * <p>At most one runner may use a work directory at a time; its owner holds the lock.
 */
public final class ProcessRunner implements TaskRunner, AgentContents {

  private static final Duration CLEANING = Duration.ofSeconds(5);

  private final AgentPaths paths;
  private final ThreadLane lane;
  private final ThreadLane reaping;
  private final Pools pools;
  private final ExitWatch watch;
  private final ProcessHands hands;
  private final Retention retention;
  private final Housekeeping house;
  private final Tasks tasks;
  private volatile StatusSink sink = Silence.SINK;

  /**
   * @param workDir holds sandboxes and records; is made if missing
   * @param baseEnvironment variables for every task: usually {@code LIBPROCESS_IP}, {@code
   *     MESOS_AGENT_ENDPOINT}, {@code MESOS_SLAVE_PID}; {@code PATH} has a default
   * @throws UncheckedIOException if the directory cannot be used or there is no perl
   */
  public ProcessRunner(
      Path workDir, AgentID agent, String hostname, Map<String, String> baseEnvironment) {
    this(workDir, agent, hostname, baseEnvironment, AgentLimits.defaults());
  }

  /**
   * The same with limits of one's own.
   *
   * @throws UncheckedIOException as above
   */
  public ProcessRunner(
      Path workDir,
      AgentID agent,
      String hostname,
      Map<String, String> baseEnvironment,
      AgentLimits limits) {
    paths = new AgentPaths(workDir, agent);
    var environment = new TaskEnvironment(Map.copyOf(baseEnvironment));
    var supervisor = install(paths);
    var name = "agent-" + hostname;
    lane = new ThreadLane(name);
    reaping = new ThreadLane(name + "-reaper");
    pools = Pools.create(name);
    retention = new Retention(paths, limits, this::containersInUse);
    house = new Housekeeping(paths, retention, new LogCap(limits.logBytes()), pools.files());
    watch = new ExitWatch(paths.exits(), name + "-exits", this::ended, this::lost);
    var fetcher = fetcher(paths, limits.fetch());
    var launcher = new Launcher(paths, supervisor, environment, Accounts.ofThisProcess(), fetcher);
    var eyes = new ProcessHands.Eyes(new Reaper(reaping), watch);
    hands = new ProcessHands(paths, launcher, eyes, pools, house);
    tasks = new Tasks(lane, new Statuses(agent, environment.address()), () -> sink, hands);
  }

  private static Supervisor install(AgentPaths paths) {
    try {
      Files.createDirectories(paths.work());
      Files.createDirectories(paths.records());
      Files.createDirectories(paths.exits());
      Files.createDirectories(paths.ended());
      Files.setPosixFilePermissions(paths.meta(), PosixFilePermissions.fromString("rwx------"));
      return Supervisor.install(paths.meta());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fetcher fetcher(AgentPaths paths, FetchLimits limits) {
    try {
      return new Fetcher(limits, new FetchCache(paths.fetchCache(), limits.cache()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ended(String container) {
    lane.execute(() -> tasks.ended(container));
  }

  private void lost(String container) {
    lane.execute(() -> tasks.lost(container));
  }

  /** Returns when everything is adopted, so that {@link #live} is complete. */
  @Override
  public void start(StatusSink sink) {
    this.sink = sink;
    var adopted = new CompletableFuture<Void>();
    lane.execute(
        () -> {
          try {
            hands.leftovers().forEach(tasks::adopt);
            watch.start();
            lane.after(CLEANING, this::clean);
            adopted.complete(null);
          } catch (IOException | RuntimeException e) {
            adopted.completeExceptionally(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            adopted.completeExceptionally(e);
          }
        });
    adopted.join();
  }

  private void clean() {
    house.clean(tasks.all().stream().map(TaskRun::launch).toList());
    lane.after(CLEANING, this::clean);
  }

  private Set<String> containersInUse() {
    return tasks.all().stream()
        .map(run -> run.launch().executorContainer())
        .collect(Collectors.toSet());
  }

  @Override
  public void launch(FrameworkInfo framework, TaskInfo task, boolean checkpoint) {
    lane.execute(() -> tasks.launch(framework, task, checkpoint));
  }

  @Override
  public void launchGroup(FrameworkInfo framework, ExecutorInfo executor, TaskGroupInfo group) {
    lane.execute(() -> tasks.launchGroup(framework, executor, group));
  }

  @Override
  public void kill(FrameworkID framework, TaskID task, Optional<Duration> grace) {
    lane.execute(() -> tasks.kill(TaskKey.of(framework, task), EndCause.KILLED, grace));
  }

  @Override
  public void drain(FrameworkID framework, TaskID task, Optional<Duration> grace) {
    lane.execute(() -> tasks.kill(TaskKey.of(framework, task), EndCause.DRAINED, grace));
  }

  @Override
  public void shutdown(FrameworkID framework, ExecutorID executor) {
    lane.execute(() -> tasks.shutdown(framework.getValue(), executor.getValue()));
  }

  @Override
  public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
    lane.execute(() -> tasks.acknowledge(TaskKey.of(framework, task), uuid));
  }

  @Override
  public void resendPending(FrameworkID framework) {
    lane.execute(() -> tasks.resendPending(framework.getValue()));
  }

  @Override
  public void removeFramework(FrameworkID framework) {
    lane.execute(() -> tasks.removeFramework(framework.getValue()));
  }

  @Override
  public List<LiveTask> live() {
    return tasks.all().stream().flatMap(run -> run.live().stream()).toList();
  }

  @Override
  public AgentPaths paths() {
    return paths;
  }

  @Override
  public List<ExecutorView> executors() {
    var running = tasks.all().stream().map(ProcessRunner::shown);
    var ended = retention.kept().stream().map(AgentContents::shown);
    return AgentContents.grouped(Stream.concat(running, ended).toList(), paths::executorSandbox);
  }

  private static Shown shown(TaskRun run) {
    var task =
        new ExecutorView.Task(run.launch().task(), run.updates().latest(), run.supervision());
    return new Shown(run.launch(), task, run.updates().ended());
  }

  @Override
  public List<Path> volumes(String executorContainer) {
    var sandboxes = new Sandboxes(paths);
    return tasks.all().stream()
        .map(TaskRun::launch)
        .filter(launch -> launch.executorContainer().equals(executorContainer))
        .flatMap(launch -> launch.task().getResourcesList().stream())
        .filter(resource -> resource.hasDisk() && resource.getDisk().hasPersistence())
        .map(sandboxes::volume)
        .toList();
  }

  /** Removes a persistent volume with everything in it; the operation DESTROY. */
  public void destroyVolume(Resource volume) {
    house.remove(new Sandboxes(paths).volume(volume));
  }

  /** Waits for the steps that were begun; tasks go on. */
  @Override
  public void close() {
    watch.close();
    pools.close();
    lane.close();
    reaping.close();
  }
}
