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
import dev.marathon.deployment.actor.DeploymentActor;
import dev.marathon.deployment.actor.DeploymentPorts;
import dev.marathon.deployment.actor.Retry;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The tree's {@link ErrandList}, which asks owners and spawns deployments. */
final class Errands extends AbstractBehavior<Object> implements ErrandList.Helpers {

  private record InTurn(Runnable action) {}

  private enum Tick {
    CONFIRM
  }

  private static final Cause CAUSE = Cause.internal("deployment");
  private static final Duration GATHER = Duration.ofMillis(50);

  private final ActorRef<GateMessage<GroupCommand, GroupReply>> tree;
  private final GroupPorts ports;
  private final Retry<Object> retry;
  private final ErrandList list;

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
    this.list = new ErrandList(this);
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(GroupEffect.class, effect -> done(() -> list.take(effect)))
        .onMessage(LedgerEffect.TargetReached.class, reached -> done(() -> list.reached(reached)))
        .onMessage(InTurn.class, turn -> done(turn.action()))
        .onMessageEquals(Tick.CONFIRM, () -> done(list::confirmNow))
        .build();
  }

  private Behavior<Object> done(Runnable action) {
    action.run();
    return this;
  }

  @Override
  public void toApp(AppId app, AppCommand command, Runnable answered) {
    retry.<AppsActor.Message, AppReply>ask(
        ports.apps(),
        replyTo -> new AppsActor.ForApp(app, new Ask<>(command, CAUSE, replyTo)),
        reply -> answered.run());
  }

  @Override
  public void toLedger(
      AppId app, LedgerCommand command, BooleanSupplier wanted, Runnable answered) {
    retry.<GateMessage<LedgerCommand, LedgerReply>, LedgerReply>ask(
        ports.ledgers().get(app.ledger()),
        replyTo -> new Ask<>(command, CAUSE, replyTo),
        wanted,
        reply -> answered.run());
  }

  @Override
  public void toTree(GroupCommand command) {
    retry.<GateMessage<GroupCommand, GroupReply>, GroupReply>ask(
        tree, replyTo -> new Ask<>(command, CAUSE, replyTo), done -> {});
  }

  @Override
  public void mention(AppId app, AppCommand command) {
    ports
        .apps()
        .tell(
            new AppsActor.ForApp(
                app, new Ask<>(command, CAUSE, getContext().getSystem().ignoreRef())));
  }

  @Override
  public void confirmSoon() {
    getContext().scheduleOnce(GATHER, getContext().getSelf(), Tick.CONFIRM);
  }

  @Override
  public void refused(GroupEffect.Refused refused) {
    ports.refused().accept(refused);
  }

  @Override
  public ErrandList.Course start(GroupEffect.StartDeployment start) {
    var plan = start.plan();
    var deployment =
        new DeploymentPorts(
            ports.apps(),
            (app, command) -> inTurn(() -> list.toLedger(app, command, plan)),
            id -> inTurn(() -> list.ended(id)),
            ports.news());
    var actor =
        getContext()
            .spawn(
                DeploymentActor.create(plan, start.definitions(), start.victims(), deployment),
                "deployment-" + plan.id());
    return new ErrandList.Course() {
      @Override
      public void reached(AppId app) {
        actor.tell(new DeploymentActor.Reached(app));
      }

      @Override
      public void stop() {
        getContext().stop(actor);
      }
    };
  }

  private void inTurn(Runnable action) {
    getContext().getSelf().tell(new InTurn(action));
  }
}
