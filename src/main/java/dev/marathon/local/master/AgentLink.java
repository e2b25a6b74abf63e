package dev.marathon.local.master;

import dev.marathon.local.StatusSink;
import dev.marathon.local.TaskRunner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * One agent of the cluster and the line between it and the master.
 *
 * <p>The line can be cut (what is said is lost, as when the agent's process dies) or frozen (it
 * arrives later, as when the process is stopped). Outlives a restart of the master. Used on the
 * master's loop; only the sink is called from outside.
 */
public final class AgentLink implements StatusSink {
  /**
   * Messages kept for a frozen agent, per direction; beyond it the oldest are lost and the runner
   * repeats them.
   */
  private static final int MAX_WAITING = 100_000;

  /**
   * What stays the same over restarts.
   *
   * @param index from 0, by position in the configuration
   * @param total the configured resources and what was reserved and created since
   * @param pid as {@code slave(1)@127.0.0.1:5051}
   */
  public record Description(
      int index,
      String id,
      String hostname,
      String ip,
      int port,
      Resources total,
      List<Attribute> attributes,
      Optional<String> region,
      Optional<String> zone) {
    String pid() {
      return "slave(1)@" + ip + ":" + port;
    }
  }

  enum Line {
    UP,
    FROZEN,
    CUT
  }

  private final Description description;
  private final Loop loop;
  private final TaskRunner runner;
  private final Deque<Consumer<TaskRunner>> toRunner = new ArrayDeque<>();
  private final Deque<Consumer<Master>> toMaster = new ArrayDeque<>();
  private Line line = Line.UP;
  private Optional<Master> master = Optional.empty();

  public AgentLink(Description description, Loop loop, TaskRunner runner) {
    this.description = description;
    this.loop = loop;
    this.runner = runner;
  }

  public Description description() {
    return description;
  }

  TaskRunner runner() {
    return runner;
  }

  Line line() {
    return line;
  }

  void attach(Master now) {
    master = Optional.of(now);
  }

  /** Says something to the agent, now, later or never, as the line is. */
  void tell(Consumer<TaskRunner> message) {
    switch (line) {
      case UP -> message.accept(runner);
      case FROZEN -> keep(toRunner, message);
      case CUT -> {}
    }
  }

  void cut() {
    line = Line.CUT;
    toRunner.clear();
    toMaster.clear();
  }

  void freeze() {
    line = Line.FROZEN;
  }

  void up() {
    line = Line.UP;
    for (var message = toRunner.poll(); message != null; message = toRunner.poll()) {
      message.accept(runner);
    }
    for (var message = toMaster.poll(); message != null; message = toMaster.poll()) {
      deliver(message);
    }
  }

  private void received(Consumer<Master> message) {
    loop.execute(
        () -> {
          switch (line) {
            case UP -> deliver(message);
            case FROZEN -> keep(toMaster, message);
            case CUT -> {}
          }
        });
  }

  private void deliver(Consumer<Master> message) {
    master.ifPresent(message);
  }

  private static <T> void keep(Deque<T> queue, T message) {
    if (queue.size() >= MAX_WAITING) {
      queue.removeFirst();
    }
    queue.addLast(message);
  }

  @Override
  public void update(FrameworkID framework, TaskStatus status) {
    received(master -> master.statuses().update(this, framework.getValue(), status));
  }

  @Override
  public void state(FrameworkID framework, TaskID task, TaskState latest, boolean terminal) {
    received(
        master -> master.statuses().state(this, framework.getValue(), task.getValue(), latest));
  }

  @Override
  public void executorExited(FrameworkID framework, ExecutorID executor, int status) {
    received(
        master ->
            master
                .statuses()
                .executorExited(this, framework.getValue(), executor.getValue(), status));
  }
}
