package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.base.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One copy of an app and its current or last task.
 *
 * @param incarnation number of its current task, from 1
 * @param version version of the definition that the task was started with
 * @param configVersion {@code lastConfigChangeAt} of that definition: instances with another one
 *     are outdated
 * @param placement where the current or last task is or was
 * @param since when the condition began
 * @param stagedAt when the current task was sent to Mesos
 * @param startedAt first RUNNING of the current task
 * @param healthy combined result of all health checks; absent while unknown
 * @param addresses IP addresses that Mesos reported
 */
public record Instance(
    InstanceId id,
    AppId appId,
    int incarnation,
    Condition condition,
    Goal goal,
    Version version,
    Version configVersion,
    String role,
    Placement placement,
    Instant since,
    Instant stagedAt,
    Optional<Instant> startedAt,
    Optional<Boolean> healthy,
    List<IpAddress> addresses) {

  public TaskId task() {
    return id.task(incarnation);
  }

  /** Its task has ended and it is to be started again. */
  public boolean waiting() {
    return goal == Goal.RUNNING && condition.terminal();
  }

  /**
   * @param protocol {@code IPv4} or {@code IPv6}
   */
  public record IpAddress(String ipAddress, String protocol) {}
}
