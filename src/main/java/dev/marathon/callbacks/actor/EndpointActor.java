package dev.marathon.callbacks.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.actor.EventHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Delivers to one endpoint: one event after the other, each until it is taken, or refused for so
 * long that it is set aside. It reads the log a page at a time, and again after a failure, so that
 * what is no longer kept is not tried any more; one that is dead for days wakes up once a minute.
 */
final class EndpointActor extends AbstractBehavior<EndpointActor.Message> {

  /** Events at hand. */
  static final int PAGE = 100;

  sealed interface Message {}

  private record Read(EventHub.Reading reading) implements Message {}

  private record Answered(long number, Optional<Problem> problem) implements Message {}

  private record TryAgain() implements Message {}

  /**
   * What it needs.
   *
   * @param patience after so long an event that is refused is set aside
   * @param shown what of an event the endpoint may see
   * @param progress told after every attempt
   */
  record Needs(
      URI url,
      ActorRef<EventHub.Message> log,
      Posting posting,
      InstantSource clock,
      Duration patience,
      UnaryOperator<ApiEvent> shown,
      Consumer<Delivery> progress) {}

  private final Needs needs;
  private final ActorRef<EventHub.Reading> readings;
  private final Deque<NumberedEvent> page = new ArrayDeque<>();
  private Delivery delivery;

  static Behavior<Message> create(Needs needs, long position) {
    return Behaviors.setup(context -> new EndpointActor(context, needs, position));
  }

  private EndpointActor(ActorContext<Message> context, Needs needs, long position) {
    super(context);
    this.needs = needs;
    this.readings = context.messageAdapter(EventHub.Reading.class, Read::new);
    this.delivery = Delivery.at(position);
    next();
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Read.class, message -> onReading(message.reading()))
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(TryAgain.class, message -> next())
        .build();
  }

  private Behavior<Message> next() {
    var event = page.peek();
    if (event == null) {
      needs.log().tell(new EventHub.Read(delivery.position(), readings));
      return this;
    }
    var json = needs.shown().apply(event.event()).data().toString();
    getContext()
        .pipeToSelf(
            needs
                .posting()
                .post(needs.url(), event.number(), json.getBytes(StandardCharsets.UTF_8)),
            (problem, failure) ->
                new Answered(
                    event.number(),
                    failure == null
                        ? problem
                        : Optional.of(Problem.away(String.valueOf(failure.getMessage())))));
    return this;
  }

  private Behavior<Message> onReading(EventHub.Reading reading) {
    if (reading instanceof EventHub.Reading.Batch batch) {
      batch.events().numbered().stream()
          .filter(event -> event.number() > delivery.position())
          .limit(PAGE)
          .forEach(page::add);
    } else if (reading instanceof EventHub.Reading.Elsewhere elsewhere) {
      if (delivery.losses().expired() == 0) {
        getContext()
            .getLog()
            .warn(
                "callback {}: events {} to {} are not kept and will not be delivered",
                needs.url(),
                delivery.position() + 1,
                elsewhere.after());
      }
      report(delivery.skipped(elsewhere.after()));
    }
    return next();
  }

  private Behavior<Message> onAnswered(Answered answered) {
    if (answered.problem().isEmpty()) {
      page.remove();
      report(delivery.took(answered.number()));
      return next();
    }
    page.clear();
    var problem = answered.problem().get();
    if (delivery.failures() == 0) {
      getContext()
          .getLog()
          .warn("callback {} does not take events: {}", needs.url(), problem.what());
    }
    var now = needs.clock().instant();
    var failed = delivery.failed(problem, now);
    if (failed.refuses(needs.patience(), now)) {
      getContext()
          .getLog()
          .warn(
              "callback {}: event {} is set aside, refused for {}: {}",
              needs.url(),
              answered.number(),
              needs.patience(),
              problem.what());
      report(failed.setAside(answered.number()));
    } else {
      report(failed);
    }
    getContext()
        .scheduleOnce(Delivery.pause(failed.failures()), getContext().getSelf(), new TryAgain());
    return this;
  }

  private void report(Delivery now) {
    delivery = now;
    needs.progress().accept(now);
  }
}
