package dev.marathon.scheduler;

import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;

/** What the scheduler wants done. */
public sealed interface SchedulerEffect {

  /** Send to Mesos; failures come back as {@link SchedulerInput.CallFailed}. */
  record Call(MesosCall call) implements SchedulerEffect {}

  /** Answered with {@link SchedulerInput.ProvisionAnswered}. */
  record AskProvision(long flight, int ledger, LedgerCommand.Provision command)
      implements SchedulerEffect {}

  /**
   * Answered with {@link SchedulerInput.StatusAnswered}; asked together with others of the same
   * step and ledger, see {@link StatusBatches}.
   */
  record AskStatus(long token, int ledger, TaskStatus status) implements SchedulerEffect {}

  /** Answered with {@link SchedulerInput.LiveAnswered}. */
  record AskLive(int ledger) implements SchedulerEffect {}

  /** One more event of Mesos is dealt with: the client may read on. */
  record Handled() implements SchedulerEffect {}

  /**
   * For others: that we are subscribed (the framework id is to be kept, the master to be shown), or
   * what an executor says.
   */
  record Announce(MesosEvent event) implements SchedulerEffect {}

  record End(Fatal fatal) implements SchedulerEffect {}

  /** For the log: something unusual, in one line. */
  record Note(String text) implements SchedulerEffect {}
}
