package dev.marathon.deployment.actor;

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
import dev.marathon.base.InstanceId;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentProgress;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Ask;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One running deployment. It remembers nothing that matters: begun anew after a restart it sends
 * the same ordered commands again, and the ledgers say again what they have reached.
 */
public final class DeploymentActor extends AbstractBehavior<DeploymentActor.Message> {

  /** What it is told. */
  public sealed interface Message {}

  /** The app has what this deployment's change wants of it. */
  public record Reached(AppId app) implements Message {}

  private record InTurn(Runnable action) implements Message {}

  private static final Cause CAUSE = Cause.internal("deployment");

  private final DeploymentPlan plan;
  private final Map<AppId, AppDefinition> definitions;
  private final Map<AppId, List<InstanceId>> victims;
  private final DeploymentPorts ports;
  private final Retry<Message> retry;
  private DeploymentProgress progress;

  /**
   * @param definitions of the plan's apps, as far as they are at hand; the others are read from the
   *     apps
   * @param victims by app, instances to end first
   */
  public static Behavior<Message> create(
      DeploymentPlan plan,
      Map<AppId, AppDefinition> definitions,
      Map<AppId, List<InstanceId>> victims,
      DeploymentPorts ports) {
    return Behaviors.setup(
        context -> new DeploymentActor(context, plan, definitions, victims, ports));
  }

  private DeploymentActor(
      ActorContext<Message> context,
      DeploymentPlan plan,
      Map<AppId, AppDefinition> definitions,
      Map<AppId, List<InstanceId>> victims,
      DeploymentPorts ports) {
    super(context);
    this.plan = plan;
    this.definitions = definitions;
    this.victims = victims;
    this.ports = ports;
    this.retry = new Retry<>(context, InTurn::new);
    take(DeploymentProgress.begin(plan));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(
            Reached.class,
            reached -> {
              take(progress.reached(reached.app()));
              return this;
            })
        .onMessage(
            InTurn.class,
            turn -> {
              turn.action().run();
              return this;
            })
        .build();
  }

  private void take(DeploymentProgress.Move move) {
    progress = move.progress();
    move.news().forEach(ports.news());
    move.toSend().forEach(this::send);
    if (progress.finished()) {
      ports.ended().accept(plan.id());
    }
  }

  private void send(Action action) {
    var app = action.app();
    if (action.kind() == Kind.STOP) {
      toLedger(app, new LedgerCommand.RemoveTarget(app, plan.order()));
    } else {
      definition(app).ifPresentOrElse(known -> setTarget(app, known), () -> read(app));
    }
  }

  private Optional<AppDefinition> definition(AppId app) {
    return Optional.ofNullable(definitions.get(app));
  }

  private void setTarget(AppId app, AppDefinition definition) {
    toLedger(
        app,
        new LedgerCommand.SetTarget(
            definition, plan.order(), victims.getOrDefault(app, List.of())));
  }

  /** The tree let go of the definition, so the app has it. */
  private void read(AppId app) {
    retry.<AppsActor.Message, AppReply>ask(
        ports.apps(),
        replyTo ->
            new AppsActor.ForApp(
                app, new Ask<>(new AppCommand.ReadVersion(plan.version()), CAUSE, replyTo)),
        reply ->
            ((AppReply.Definition) reply)
                .definition()
                .ifPresentOrElse(
                    found -> setTarget(app, found),
                    () ->
                        getContext()
                            .getLog()
                            .error(
                                "deployment {}: nobody has version {} of {}",
                                plan.id(),
                                plan.version(),
                                app)));
  }

  private void toLedger(AppId app, LedgerCommand command) {
    retry.<dev.marathon.owner.GateMessage<LedgerCommand, LedgerReply>, LedgerReply>ask(
        ports.ledger(app),
        replyTo -> new Ask<>(command, CAUSE, replyTo),
        done -> ports.atLedger().accept(app));
  }
}
