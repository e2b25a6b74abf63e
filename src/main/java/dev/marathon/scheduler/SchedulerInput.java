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

  /**
   * @param events in the order in which they came
   */
  record FromMesos(List<MesosEvent> events) implements SchedulerInput {
    public FromMesos {
      events = List.copyOf(events);
    }

    public FromMesos(MesosEvent event) {
      this(List.of(event));
    }
  }

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
   * @param tokens of the updates that were asked about together
   * @param recorded false if the ledger was too busy
   */
  record StatusAnswered(List<Long> tokens, boolean recorded) implements SchedulerInput {
    public StatusAnswered {
      tokens = List.copyOf(tokens);
    }

    public StatusAnswered(long token, boolean recorded) {
      this(List.of(token), recorded);
    }
  }

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
