package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import java.util.List;
import java.util.Optional;

/** Answers of a ledger. */
public sealed interface LedgerReply {

  record Done() implements LedgerReply {}

  /** The proposals that are stored; the others are no longer wanted. */
  record Provisioned(List<InstanceId> accepted) implements LedgerReply {}

  /** The statuses are stored or need no storing: they may be acknowledged now. */
  record Recorded() implements LedgerReply {}

  /** The instances that the kill touched, as they were before. */
  record Killed(List<Instance> instances) implements LedgerReply {}

  record Live(List<LiveTask> tasks) implements LedgerReply {}

  record LiveTask(String taskId, Optional<String> agentId) {}
}
