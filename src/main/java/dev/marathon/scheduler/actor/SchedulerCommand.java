package dev.marathon.scheduler.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.mesos.client.MesosClient;
import dev.marathon.owner.Ask;
import java.util.List;
import java.util.Set;

/** What the wiring tells the scheduler. */
public sealed interface SchedulerCommand {

  /**
   * Subscribe to Mesos. May come before {@link Start}: offers and updates are held until then. The
   * roles should be those of the scheduler's settings.
   */
  record Connect(MesosClient.Subscribe subscribe) implements SchedulerCommand {}

  /**
   * The take-over is complete: all owners are recovered. From now on offers are used and updates go
   * to the ledgers.
   *
   * @param ledgers all {@value AppId#LEDGERS}, by number
   */
  record Start(List<ActorRef<Ask<LedgerCommand, LedgerReply>>> ledgers)
      implements SchedulerCommand {
    public Start {
      ledgers = List.copyOf(ledgers);
      if (ledgers.size() != AppId.LEDGERS) {
        throw new IllegalArgumentException("there are " + AppId.LEDGERS + " ledgers");
      }
    }
  }

  /**
   * Groups that enforce their role, for the environment of tasks launched from now on. Replaces
   * what was said before.
   *
   * @param groups top-level groups
   */
  record EnforceRoles(Set<GroupId> groups) implements SchedulerCommand {
    public EnforceRoles {
      groups = Set.copyOf(groups);
    }
  }
}
