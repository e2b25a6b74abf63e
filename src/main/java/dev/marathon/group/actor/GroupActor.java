package dev.marathon.group.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupReply;
import dev.marathon.group.GroupRules;
import dev.marathon.group.GroupSettings;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import java.util.function.Consumer;

/** The tree: its rules as an owner, and the errands that follow from its changes. */
public final class GroupActor {

  /** Part of the storage format. */
  public static final String PERSISTENCE_ID = "Group|root";

  private GroupActor() {}

  /**
   * @param settings named {@link #PERSISTENCE_ID}
   * @param errands told where reached targets are to be reported
   */
  public static Behavior<GateMessage<GroupCommand, GroupReply>> create(
      OwnerSettings settings,
      GroupSettings limits,
      GroupPorts ports,
      Consumer<ActorRef<LedgerEffect.TargetReached>> errands) {
    return Behaviors.setup(
        gate -> {
          var errand = gate.spawn(Errands.create(gate.getSelf(), ports), "errands");
          errands.accept(errand.narrow());
          return Owner.create(
              settings,
              new GroupRules(limits),
              new OwnerPorts<>(
                  ports.recovered(), ports.published(), errand::tell, ports.unreadable()));
        });
  }
}
