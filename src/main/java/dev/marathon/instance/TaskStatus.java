package dev.marathon.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A status update from Mesos in our words.
 *
 * @param taskId as Mesos gave it; may be a foreign id
 * @param mesosState {@code TASK_RUNNING} and so on, for events
 * @param uuid present if the update must be acknowledged, base64
 * @param reason {@code REASON_...} or empty
 * @param at time of the update
 * @param unreachableSince Mesos' {@code unreachable_time}
 * @param healthy result of the agent's health check
 * @param checkResult JSON of the generic check's result, absent when empty
 */
public record TaskStatus(
    String taskId,
    Condition condition,
    String mesosState,
    Optional<String> uuid,
    Optional<String> agentId,
    String reason,
    String message,
    Instant at,
    Optional<Instant> unreachableSince,
    Optional<Boolean> healthy,
    List<Instance.IpAddress> addresses,
    Optional<String> checkResult) {

  /** The answer to a question. */
  public static final String RECONCILIATION = "REASON_RECONCILIATION";

  /** The offers of a launch are no longer ours. */
  public static final String INVALID_OFFERS = "REASON_INVALID_OFFERS";
}
