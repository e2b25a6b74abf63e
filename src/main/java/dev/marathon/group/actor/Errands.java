package dev.marathon.group.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.actor.DeploymentActor;
import dev.marathon.deployment.actor.DeploymentPorts;
import dev.marathon.deployment.actor.Retry;
import dev.marathon.group.AppVersion;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupReply;
import dev.marathon.group.Pending;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Does what the tree wants done elsewhere: brings definitions to their apps, runs deployments, and
 * confirms to the tree what it need not keep any longer. A definition is confirmed when its app
 * stored it and its ledger got it too, because until then only the tree knows it. Nothing here is
 * durable; after a restart the tree wants all of it again.
 */
final class Errands extends AbstractBehavior<Object> {

  private record InTurn(Runnable action) {}

  private enum Tick {
    CONFIRM
  }

  private record Running(ActorRef<DeploymentActor.Message> actor, DeploymentPlan plan) {}

  private static final Cause CAUSE = Cause.internal("deployment");

  /** Confirmations gather for a moment, so that many apps cost one write. */
  private static final Duration GATHER = Duration.ofMillis(50);

  private final ActorRef<GateMessage<GroupCommand, GroupReply>> tree;
  private final GroupPorts ports;
  private final Retry<Object> retry;
  private final Map<UUID, Running> running = new HashMap<>();
  private final Map<AppId, UUID> byApp = new HashMap<>();

  /** Versions that their apps have stored and that their ledgers may lack. */
  private final Map<AppId, SortedSet<Version>> atApp = new HashMap<>();

  /** Newest version that an app's ledger knows. It will never need an older one. */
  private final Map<AppId, Version> atLedger = new HashMap<>();

  private final List<AppVersion> toConfirm = new ArrayList<>();

  static Behavior<Object> create(
      ActorRef<GateMessage<GroupCommand, GroupReply>> tree, GroupPorts ports) {
    return Behaviors.setup(context -> new Errands(context, tree, ports));
  }

  private Errands(
      ActorContext<Object> context,
      ActorRef<GateMessage<GroupCommand, GroupReply>> tree,
      GroupPorts ports) {
    super(context);
    this.tree = tree;
    this.ports = ports;
    this.retry = new Retry<>(context, InTurn::new);
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(GroupEffect.class, this::onEffect)
        .onMessage(LedgerEffect.TargetReached.class, this::onReached)
        .onMessage(InTurn.class, this::onTurn)
        .onMessageEquals(Tick.CONFIRM, this::onConfirm)
        .build();
  }

  private Behavior<Object> onTurn(InTurn turn) {
    turn.action().run();
    return this;
  }

  private Behavior<Object> onEffect(GroupEffect effect) {
    if (effect instanceof GroupEffect.Deliver deliver) {
      deliver(deliver.app(), deliver.pending());
    } else if (effect instanceof GroupEffect.EndInstances end) {
      toLedger(end.app(), new LedgerCommand.RemoveTarget(end.app(), end.order()), end.version());
    } else if (effect instanceof GroupEffect.SetTarget set) {
      var command = new LedgerCommand.SetTarget(set.definition(), set.order(), List.of());
      toLedger(set.app(), command, set.definition().version());
    } else if (effect instanceof GroupEffect.StartDeployment start) {
      start(start);
    } else if (effect instanceof GroupEffect.StopDeployment stop) {
      stop(stop.deployment());
    } else if (effect instanceof GroupEffect.KeepDeployments keep) {
      Set.copyOf(running.keySet()).stream()
          .filter(id -> !keep.running().contains(id))
          .forEach(this::stop);
    } else if (effect instanceof GroupEffect.ForgetHistory forget) {
      forget.oldest().forEach((app, oldest) -> tell(app, new AppCommand.ForgetBefore(oldest)));
    } else if (effect instanceof GroupEffect.ReportRefusal report) {
      ports.refused().accept(report.refused());
    } else {
      throw new Unhandled(effect);
    }
    return this;
  }

  // Definitions.

  private void deliver(AppId app, Pending pending) {
    AppCommand command =
        pending
            .definition()
            .<AppCommand>map(definition -> new AppCommand.Activate(definition, pending.order()))
            .orElseGet(() -> new AppCommand.Delete(pending.order()));
    retry.<AppsActor.Message, AppReply>ask(
        ports.apps(),
        replyTo -> new AppsActor.ForApp(app, new Ask<>(command, CAUSE, replyTo)),
        stored -> {
          atApp.computeIfAbsent(app, unused -> new TreeSet<>()).add(pending.version());
          confirm(app);
        });
  }

  private void tell(AppId app, AppCommand command) {
    ports
        .apps()
        .tell(
            new AppsActor.ForApp(
                app, new Ask<>(command, CAUSE, getContext().getSystem().ignoreRef())));
  }

  private void toLedger(AppId app, LedgerCommand command, Version version) {
    retry.<GateMessage<LedgerCommand, LedgerReply>, LedgerReply>ask(
        ports.ledgers().get(app.ledger()),
        replyTo -> new Ask<>(command, CAUSE, replyTo),
        done -> ledgerHas(app, version));
  }

  private void ledgerHas(AppId app, Version version) {
    atLedger.merge(app, version, (one, other) -> one.compareTo(other) > 0 ? one : other);
    confirm(app);
  }

  private void confirm(AppId app) {
    var known = atLedger.get(app);
    var stored = atApp.get(app);
    while (known != null && stored != null && stored.first().compareTo(known) <= 0) {
      if (toConfirm.isEmpty()) {
        getContext().scheduleOnce(GATHER, getContext().getSelf(), Tick.CONFIRM);
      }
      toConfirm.add(new AppVersion(app, stored.first()));
      stored.remove(stored.first());
      if (stored.isEmpty()) {
        atApp.remove(app);
        return;
      }
    }
  }

  private Behavior<Object> onConfirm() {
    var confirm = new GroupCommand.Confirm(List.copyOf(toConfirm));
    toConfirm.clear();
    toTree(confirm);
    return this;
  }

  private void toTree(GroupCommand command) {
    retry.<GateMessage<GroupCommand, GroupReply>, GroupReply>ask(
        tree, replyTo -> new Ask<>(command, CAUSE, replyTo), done -> {});
  }

  // Deployments.

  private void start(GroupEffect.StartDeployment start) {
    var plan = start.plan();
    if (running.containsKey(plan.id())) {
      return;
    }
    var deployment =
        new DeploymentPorts(
            ports.apps(),
            ports.ledgers(),
            app -> inTurn(() -> ledgerHas(app, plan.version())),
            id -> inTurn(() -> ended(id)),
            ports.news());
    var actor =
        getContext()
            .spawn(
                DeploymentActor.create(plan, start.definitions(), start.victims(), deployment),
                "deployment-" + plan.id());
    running.put(plan.id(), new Running(actor, plan));
    plan.affected().forEach(app -> byApp.put(app, plan.id()));
  }

  private void inTurn(Runnable action) {
    getContext().getSelf().tell(new InTurn(action));
  }

  /** All that the plan wanted is reached; a deployment may end before it hears its last answer. */
  private void ended(UUID id) {
    if (running.containsKey(id)) {
      var plan = running.get(id).plan();
      plan.affected().forEach(app -> ledgerHas(app, plan.version()));
      toTree(new GroupCommand.EndDeployment(id, true, Optional.empty()));
    }
  }

  private void stop(UUID id) {
    var stopped = running.remove(id);
    if (stopped != null) {
      stopped.plan().affected().forEach(app -> byApp.remove(app, id));
      getContext().stop(stopped.actor());
    }
  }

  private Behavior<Object> onReached(LedgerEffect.TargetReached reached) {
    var id = byApp.get(reached.appId());
    if (id != null && running.get(id).plan().order() == reached.order()) {
      running.get(id).actor().tell(new DeploymentActor.Reached(reached.appId()));
    }
    return this;
  }
}
