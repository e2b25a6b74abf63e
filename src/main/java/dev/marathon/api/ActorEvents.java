package dev.marathon.api;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.stream.javadsl.Source;
import dev.marathon.base.Unhandled;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.Resume;
import dev.marathon.events.actor.EventBatch;
import dev.marathon.events.actor.EventHub;
import dev.marathon.events.actor.EventHub.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The event stream as an actor. */
public record ActorEvents(ActorSystem<?> system, ActorRef<EventHub.Message> hub, Duration timeout)
    implements Events {

  @Override
  public void happened(ApiEvent event) {
    hub.tell(new EventHub.Happened(List.of(event)));
  }

  @Override
  public void mentioned(ApiEvent event) {
    hub.tell(new EventHub.Mentioned(event));
  }

  @Override
  public CompletionStage<Source<EventBatch, NotUsed>> subscribe(Resume from, ApiEvent greeting) {
    return AskPattern.<EventHub.Message, Subscription>ask(
            hub,
            replyTo -> new EventHub.Subscribe(from, greeting, replyTo),
            timeout,
            system.scheduler())
        .thenApply(ActorEvents::opened);
  }

  @Override
  public CompletionStage<EventHub.Standing> standing() {
    return AskPattern.<EventHub.Message, EventHub.Standing>ask(
        hub, EventHub.Stand::new, timeout, system.scheduler());
  }

  private static Source<EventBatch, NotUsed> opened(Subscription subscription) {
    if (subscription instanceof Subscription.Open open) {
      return open.events();
    }
    if (subscription instanceof Subscription.TooOld old) {
      throw ApiError.of(
              410, "that event is no longer kept; resume after " + (old.oldest() - 1) + " or later")
          .refused();
    }
    if (subscription instanceof Subscription.NotYet unknown) {
      throw ApiError.of(
              410,
              "no event has that number yet, so it is from another log; resume after "
                  + unknown.last()
                  + " or earlier")
          .refused();
    }
    if (subscription instanceof Subscription.TooMany) {
      throw ApiError.unavailable("too many event streams are open", 5).refused();
    }
    throw new Unhandled(subscription);
  }
}
