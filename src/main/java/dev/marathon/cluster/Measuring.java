package dev.marathon.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.marathon.events.actor.EventHub;
import dev.marathon.metrics.Metrics;
import dev.marathon.overview.Overview;
import dev.marathon.overview.actor.OverviewActor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** While the node leads, asks from time to time how things stand, for the metrics. */
final class Measuring extends AbstractBehavior<Measuring.Message> {

  /** What it tells itself. */
  sealed interface Message {
    record Measure() implements Message {}

    record Measured(Optional<Overview> overview, Duration waited) implements Message {}

    record Stood(Optional<EventHub.Standing> standing, Duration waited) implements Message {}
  }

  /**
   * Whom it asks, and by what it judges.
   *
   * @param launchTimeout what does not run so long after it was sent to Mesos is overdue
   */
  record Needs(
      ActorRef<OverviewActor.Message> overview,
      ActorRef<EventHub.Message> events,
      InstantSource clock,
      Duration launchTimeout) {}

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Needs needs;
  private final Gauges gauges = new Gauges();
  private final long leadingSince = System.nanoTime();

  static Behavior<Message> create(Needs needs) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Message.Measure(), EVERY);
                  return new Measuring(context, needs);
                }));
  }

  private Measuring(ActorContext<Message> context, Needs needs) {
    super(context);
    this.needs = needs;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Measure.class, measure -> onMeasure())
        .onMessage(Message.Measured.class, this::onMeasured)
        .onMessage(Message.Stood.class, this::onStood)
        .build();
  }

  private Behavior<Message> onMeasure() {
    long asked = System.nanoTime();
    getContext()
        .ask(
            Overview.class,
            needs.overview(),
            EVERY,
            OverviewActor.Message.Read::new,
            (read, late) -> new Message.Measured(Optional.ofNullable(read), waited(asked)));
    getContext()
        .ask(
            EventHub.Standing.class,
            needs.events(),
            EVERY,
            EventHub.Stand::new,
            (standing, late) -> new Message.Stood(Optional.ofNullable(standing), waited(asked)));
    return this;
  }

  private static Duration waited(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Whoever is too busy to answer keeps the numbers of the time before. */
  private Behavior<Message> onMeasured(Message.Measured measured) {
    Metrics.time("debug.actors.overview.delay", measured.waited());
    var overdue = needs.clock().instant().minus(needs.launchTimeout());
    measured.overview().ifPresent(seen -> gauges.show(seen, overdue));
    Metrics.seconds("leadership.duration", (System.nanoTime() - leadingSince) / 1e9);
    return this;
  }

  private Behavior<Message> onStood(Message.Stood stood) {
    Metrics.time("debug.actors.events.delay", stood.waited());
    stood.standing().ifPresent(Gauges::show);
    return this;
  }
}
