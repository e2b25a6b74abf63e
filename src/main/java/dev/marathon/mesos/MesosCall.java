package dev.marathon.mesos;

import dev.marathon.offer.LaunchSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls to the Mesos master. */
public sealed interface MesosCall {

  /** Launch tasks from offers of one agent; what they leave is declined for {@code refuse}. */
  record Accept(List<String> offers, List<LaunchSpec> launches, Duration refuse)
      implements MesosCall {}

  record Decline(List<String> offers, Duration refuse) implements MesosCall {}

  /** Drop filters and suppression of these roles; of all of ours when empty. */
  record Revive(Set<String> roles) implements MesosCall {}

  /** No offers of these roles, please; of none of ours when empty. */
  record Suppress(Set<String> roles) implements MesosCall {}

  record Kill(String taskId, Optional<String> agentId, Optional<Duration> grace)
      implements MesosCall {}

  /**
   * @param uuid base64
   */
  record Acknowledge(String taskId, String agentId, String uuid) implements MesosCall {}

  /** Ask for the state of these tasks, at most 1,000; of all when empty. */
  record Reconcile(List<TaskQuestion> tasks) implements MesosCall {}

  record TaskQuestion(String taskId, Optional<String> agentId) {}

  /** Change the roles we subscribe with; {@code suppressed} replaces the suppressed set. */
  record UpdateFramework(Set<String> roles, Set<String> suppressed) implements MesosCall {}

  /** End the framework and all of its tasks. */
  record Teardown() implements MesosCall {}
}
