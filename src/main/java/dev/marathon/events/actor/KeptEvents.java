package dev.marathon.events.actor;

import akka.stream.BoundedSourceQueue;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogEvent;
import dev.marathon.events.EventLogState;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.Resume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the log holds, and everybody who reads it: streams, readers that keep their own place, and
 * those who ask for a number. Until the log was read they wait. Belongs to the hub.
 */
final class KeptEvents {

  private final Consumers consumers;
  private final Consumer<BoundedSourceQueue<EventBatch>> gone;
  private final Backlog backlog = new Backlog();
  private final List<EventHub.Subscribe> early = new ArrayList<>();
  private final List<EventHub.Latest> askers = new ArrayList<>();
  private List<EventHub.Read> readers = new ArrayList<>();
  private EventLogState state = EventLogState.EMPTY;
  private boolean known;

  /**
   * @param gone told on another thread when a consumer's stream has ended
   */
  KeptEvents(Consumers consumers, Consumer<BoundedSourceQueue<EventBatch>> gone) {
    this.consumers = consumers;
    this.gone = gone;
  }

  /** The log was read, for the first time or after a failed write. */
  void loaded(EventLogState now) {
    if (known) {
      publish(now.after(state.last()));
    }
    known = true;
    state = now;
    early.forEach(this::subscribe);
    early.clear();
    askers.forEach(this::latest);
    askers.clear();
    wakeReaders();
  }

  /** The log has grown by what was published. */
  void now(EventLogState grown) {
    state = grown;
    wakeReaders();
  }

  /** Number of the newest event. */
  long last() {
    return state.last();
  }

  void publish(List<NumberedEvent> events) {
    events.forEach(consumers::publish);
  }

  /** Neither numbered nor kept. */
  void mention(ApiEvent event) {
    consumers.publish(new NumberedEvent(0, event));
  }

  // Streams.

  void subscribe(EventHub.Subscribe subscribe) {
    if (known) {
      var subscription = open(subscribe.from());
      if (subscription instanceof EventHub.Subscription.Open) {
        mention(subscribe.greeting());
      }
      subscribe.replyTo().tell(subscription);
    } else if (early.size() < EventHub.MAX_CONSUMERS) {
      early.add(subscribe);
    } else {
      subscribe.replyTo().tell(new EventHub.Subscription.TooMany());
    }
  }

  private EventHub.Subscription open(Resume from) {
    if (consumers.full()) {
      return new EventHub.Subscription.TooMany();
    }
    if (from instanceof Resume.After after) {
      if (after.number() + 1 < state.oldest()) {
        return new EventHub.Subscription.TooOld(state.oldest());
      }
      return after.number() > state.last()
          ? new EventHub.Subscription.NotYet(state.last())
          : open(state.batchesAfter(after.number()), event -> event.number() > after.number());
    }
    if (from instanceof Resume.Since since) {
      // What a crash kept from the log is told after it, so a number says nothing about the time.
      var open = open(state.batchesSince(since.at()), event -> true);
      return new EventHub.Subscription.Open(
          Backlog.only(open.events(), event -> event.happenedSince(since.at())));
    }
    return open(List.of(), event -> true);
  }

  private EventHub.Subscription.Open open(
      List<EventLogEvent.EventsAppended> missed, Predicate<NumberedEvent> wanted) {
    return new EventHub.Subscription.Open(consumers.add(backlog.source(missed, wanted), gone));
  }

  void flush() {
    consumers.flush();
  }

  void gone(BoundedSourceQueue<EventBatch> consumer) {
    consumers.remove(consumer);
  }

  // Readers and askers.

  void read(EventHub.Read read) {
    if (!known || read.after() == state.last()) {
      readers.add(read);
    } else {
      read.replyTo()
          .tell(
              state
                  .batchAfter(read.after())
                  .<EventHub.Reading>map(EventHub.Reading.Batch::new)
                  .orElseGet(() -> new EventHub.Reading.Elsewhere(state.nearest(read.after()))));
    }
  }

  private void wakeReaders() {
    var woken = readers;
    readers = new ArrayList<>();
    woken.forEach(this::read);
  }

  void latest(EventHub.Latest latest) {
    if (known) {
      latest.replyTo().tell(state.last());
    } else {
      askers.add(latest);
    }
  }

  /** Before the log was read there is no answer: the reader's patience ends. */
  void readAll(EventHub.ReadAll read) {
    if (known) {
      read.replyTo().tell(state);
    }
  }

  /**
   * @param lag what is not in the log yet
   */
  void stand(EventHub.Stand stand, long lag) {
    stand
        .replyTo()
        .tell(new EventHub.Standing(state.oldest(), state.last(), lag, consumers.count()));
  }
}
