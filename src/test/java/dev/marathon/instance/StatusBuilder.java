package dev.marathon.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Status updates as Mesos sends them. */
final class StatusBuilder {

  private final String task;
  private final Condition condition;
  private final Instant at;
  private String mesosState;
  private String reason = "";
  private String message = "";
  private Optional<Instant> unreachableSince = Optional.empty();
  private Optional<Boolean> healthy = Optional.empty();
  private List<Instance.IpAddress> addresses = List.of();
  private Optional<String> check = Optional.empty();

  StatusBuilder(String task, Condition condition, Instant at) {
    this.task = task;
    this.condition = condition;
    this.mesosState = condition.taskState();
    this.at = at;
  }

  StatusBuilder reason(String newReason) {
    reason = newReason;
    return this;
  }

  StatusBuilder message(String newMessage) {
    message = newMessage;
    return this;
  }

  StatusBuilder mesosState(String newState) {
    mesosState = newState;
    return this;
  }

  StatusBuilder unreachableSince(Instant since) {
    unreachableSince = Optional.of(since);
    return this;
  }

  StatusBuilder healthy(boolean result) {
    healthy = Optional.of(result);
    return this;
  }

  StatusBuilder address(String ip) {
    addresses = List.of(new Instance.IpAddress(ip, "IPv4"));
    return this;
  }

  StatusBuilder check(String json) {
    check = Optional.of(json);
    return this;
  }

  TaskStatus build() {
    return new TaskStatus(
        task,
        condition,
        mesosState,
        Optional.of("uuid"),
        Optional.of("agent-host"),
        reason,
        message,
        at,
        unreachableSince,
        healthy,
        addresses,
        check);
  }
}
