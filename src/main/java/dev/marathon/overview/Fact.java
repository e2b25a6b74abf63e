package dev.marathon.overview;

import dev.marathon.base.InstanceId;
import dev.marathon.group.GroupEffect;
import dev.marathon.health.HealthNews;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.scheduler.QueueView;
import java.time.Instant;
import java.util.UUID;

/** What is worth showing but not stored: after a take-over it is learned anew. */
public sealed interface Fact {

  /** The task of this incarnation is on its way: STAGING or STARTING. */
  record Observed(InstanceId id, int incarnation, Condition condition) implements Fact {}

  /**
   * The agent ran the generic check of a task.
   *
   * @param result JSON, as shown
   */
  record CheckSeen(InstanceId id, int incarnation, String result) implements Fact {}

  /** An app's ledger said what the app lacks; replaces what it said before. */
  record Demanded(Demand demand, Instant at) implements Fact {}

  /**
   * A deployment came to this step.
   *
   * @param step from 1
   */
  record Progressed(UUID deployment, int step) implements Fact {}

  /** What the checks that Marathon runs show, beside what ledgers store of it. */
  record HealthSeen(HealthNews news) implements Fact {}

  /** The scheduler's view of what waits for a launch and why. */
  record QueueSeen(QueueView queue) implements Fact {}

  /** An end was reported of a task that no ledger knows. */
  record UnknownTerminated(String taskId, String appPathGuess, Condition condition)
      implements Fact {}

  /** The tree's owner refused a change. */
  record ChangeRefused(GroupEffect.Refused refused) implements Fact {}

  /** An executor sent a message. */
  record ExecutorSpoke(String executorId, String agentId, byte[] message) implements Fact {}

  /** Mesos knows us by this framework id; said again after each connect. */
  record Registered(String frameworkId) implements Fact {}

  /** The stream from Mesos ended. */
  record Disconnected() implements Fact {}

  /** Where the leading Mesos master is; known before {@link Registered}. */
  record MasterFound(String host, int port, String url) implements Fact {}
}
