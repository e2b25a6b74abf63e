package dev.marathon.scheduler;

import dev.marathon.base.InstanceId;
import dev.marathon.instance.Demand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.offer.RoundResult;
import java.util.List;
import java.util.Optional;

/** What the scheduler hears. */
public sealed interface SchedulerInput {

  record FromMesos(MesosEvent event) implements SchedulerInput {}

  /** All owners are recovered and have announced what they want: act from now on. */
  record Started() implements SchedulerInput {}

  record DemandAnnounced(Demand demand) implements SchedulerInput {}

  record KillWanted(LedgerEffect.KillTask kill) implements SchedulerInput {}

  record KillDone(String taskId) implements SchedulerInput {}

  /** The round that {@link SchedulerState#beginRound} described is done. */
  record RoundDone(RoundResult result) implements SchedulerInput {}

  /**
   * @param accepted absent if the ledger was too busy to look at it
   */
  record ProvisionAnswered(long flight, int ledger, Optional<List<InstanceId>> accepted)
      implements SchedulerInput {}

  /**
   * @param recorded false if the ledger was too busy
   */
  record StatusAnswered(long token, boolean recorded) implements SchedulerInput {}

  /**
   * @param tasks absent if the ledger was too busy
   */
  record LiveAnswered(int ledger, Optional<List<LedgerReply.LiveTask>> tasks)
      implements SchedulerInput {}

  /**
   * @param refused the master says that the call is wrong; else it is unknown whether the call
   *     arrived
   */
  record CallFailed(MesosCall call, boolean refused, String reason) implements SchedulerInput {}

  /** The time that {@link SchedulerState#nextWake} named has come. */
  record TimePassed() implements SchedulerInput {}
}
