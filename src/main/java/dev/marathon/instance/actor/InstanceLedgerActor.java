package dev.marathon.instance.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.marathon.base.Unhandled;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerRules;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;

/** One of the ledgers: the rules as an owner, its timer, and the way of its effects. */
public final class InstanceLedgerActor {

  private final LedgerPorts ports;
  private final ActorRef<LedgerTimer.Message> timer;

  private InstanceLedgerActor(LedgerPorts ports, ActorRef<LedgerTimer.Message> timer) {
    this.ports = ports;
    this.timer = timer;
  }

  /** Persistence id of a ledger, 0 to 63; part of the storage format. */
  public static String persistenceId(int number) {
    return "InstanceLedger|" + number;
  }

  /**
   * @param settings named by {@link #persistenceId}
   */
  public static Behavior<GateMessage<LedgerCommand, LedgerReply>> create(
      OwnerSettings settings, LedgerSettings limits, LedgerPorts ports) {
    return Behaviors.setup(
        gate -> {
          var timer =
              gate.spawn(LedgerTimer.create(settings.clock(), gate.getSelf().narrow()), "timer");
          var actor = new InstanceLedgerActor(ports, timer);
          return Owner.create(
              settings,
              new LedgerRules(limits),
              new OwnerPorts<>(
                  ports.recovered(), ports.published(), actor::route, ports.unreadable()));
        });
  }

  private void route(LedgerEffect effect) {
    if (effect instanceof LedgerEffect.AnnounceDemand) {
      ports.views().tell(effect);
      ports.scheduler().tell(effect);
    } else if (effect instanceof LedgerEffect.KillTask || effect instanceof LedgerEffect.KillDone) {
      ports.scheduler().tell(effect);
    } else if (effect instanceof LedgerEffect.TargetReached reached) {
      ports.deployments().tell(reached);
    } else if (effect instanceof LedgerEffect.Observed
        || effect instanceof LedgerEffect.UnknownTerminated) {
      ports.views().tell(effect);
    } else if (effect instanceof LedgerEffect.WakeAt wake) {
      timer.tell(new LedgerTimer.Message.Set(wake.at()));
    } else {
      throw new Unhandled(effect);
    }
  }
}
