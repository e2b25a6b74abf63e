package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a ledger wants done after its events are stored. */
public sealed interface LedgerEffect {

  /** To the scheduler. */
  record AnnounceDemand(Demand demand) implements LedgerEffect {}

  /** To the scheduler, which repeats it until Mesos reports an end. */
  record KillTask(String taskId, Optional<String> agentId, Optional<Duration> grace, String reason)
      implements LedgerEffect {}

  /** To the scheduler: no longer worth repeating. */
  record KillDone(String taskId) implements LedgerEffect {}

  /**
   * To the deployments: the app has what the change of this order wants. Repeated after a restart.
   */
  record TargetReached(AppId appId, long order) implements LedgerEffect {}

  /** Seen but not stored (STAGING, STARTING): for views and the event stream. */
  record Observed(InstanceId id, AppId appId, TaskStatus status) implements LedgerEffect {}

  /** A terminal or unreachable update for an instance that we do not know. */
  record UnknownTerminated(String taskId, String appPathGuess, Condition condition)
      implements LedgerEffect {}

  /** Wake this ledger at that time with {@link LedgerCommand.CheckDeadlines}. */
  record WakeAt(Instant at) implements LedgerEffect {}
}
