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
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.owner.Ask;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** One running deployment: its {@link DeploymentCourse} in an actor of its own. */
public final class DeploymentActor extends AbstractBehavior<DeploymentActor.Message>
    implements DeploymentCourse.Helpers {

  /** What it is told. */
  public sealed interface Message {}

  /** The app has what this deployment's change wants of it. */
  public record Reached(AppId app) implements Message {}

  private record InTurn(Runnable action) implements Message {}

  private record Remind() implements Message {}

  private static final Duration REMIND_AFTER = Duration.ofSeconds(30);
  private static final Cause CAUSE = Cause.internal("deployment");

  private final DeploymentPlan plan;
  private final DeploymentPorts ports;
  private final Retry<Message> retry;
  private final DeploymentCourse course;

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
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Remind(), REMIND_AFTER);
                  var deployment = new DeploymentActor(context, plan, definitions, victims, ports);
                  deployment.course.begin();
                  return deployment;
                }));
  }

  private DeploymentActor(
      ActorContext<Message> context,
      DeploymentPlan plan,
      Map<AppId, AppDefinition> definitions,
      Map<AppId, List<InstanceId>> victims,
      DeploymentPorts ports) {
    super(context);
    this.plan = plan;
    this.ports = ports;
    this.retry = new Retry<>(context, InTurn::new);
    this.course = new DeploymentCourse(plan, definitions, victims, this);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(
            Reached.class,
            reached -> {
              course.reached(reached.app());
              return this;
            })
        .onMessage(
            Remind.class,
            tick -> {
              course.remind();
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

  @Override
  public void read(AppId app, Version version, Consumer<Optional<AppDefinition>> answered) {
    retry.<AppsActor.Message, AppReply>ask(
        ports.apps(),
        replyTo ->
            new AppsActor.ForApp(
                app, new Ask<>(new AppCommand.ReadVersion(version), CAUSE, replyTo)),
        reply -> answered.accept(((AppReply.Definition) reply).definition()));
  }

  @Override
  public void toLedger(AppId app, LedgerCommand command) {
    ports.toLedger().accept(app, command);
  }

  @Override
  public void ended(UUID deployment) {
    ports.ended().accept(deployment);
  }

  @Override
  public void news(DeploymentNews news) {
    ports.news().accept(news);
  }

  @Override
  public void lost(AppId app) {
    getContext()
        .getLog()
        .error("deployment {}: nobody has version {} of {}", plan.id(), plan.version(), app);
  }
}
