package dev.marathon.events.actor;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import dev.marathon.events.NumberedEvent;
import dev.marathon.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Everybody who follows the events, each with a bounded buffer of its own. Who is too slow is cut
 * off and can resume from the log by its last number; nobody slows anybody else.
 *
 * <p>An event after silence goes out at once, what belongs to it and follows within {@link #SOON}
 * goes together, and from then on what comes within {@link #JOIN}: for a thousand consumers what
 * counts is the number of writes.
 */
final class Consumers {

  /** Events that go together at most. */
  static final int MAX_BATCH = 64;

  /** One change has several events, a few milliseconds apart. */
  static final Duration SOON = Duration.ofMillis(10);

  /** Events that follow on each other are written together after so long. */
  static final Duration JOIN = Duration.ofMillis(50);

  private final ActorSystem<?> system;
  private final Consumer<Duration> flushAfter;

  /** With what tells its stream that it was cut off. */
  private final Map<BoundedSourceQueue<EventBatch>, AtomicBoolean> queues = new HashMap<>();

  /** Cut off, and not gone yet. */
  private final Set<BoundedSourceQueue<EventBatch>> slow = new HashSet<>();

  private final List<NumberedEvent> waiting = new ArrayList<>();
  private boolean flushing;
  private boolean first;

  /**
   * @param flushAfter has {@link #flush} called after so long
   */
  Consumers(ActorSystem<?> system, Consumer<Duration> flushAfter) {
    this.system = system;
    this.flushAfter = flushAfter;
  }

  boolean full() {
    return queues.size() + slow.size() >= EventHub.MAX_CONSUMERS;
  }

  /**
   * One more.
   *
   * @param backlog what it gets first, up to the last event that was published
   * @param gone told on another thread when it is gone
   */
  Source<EventBatch, NotUsed> add(
      Source<EventBatch, NotUsed> backlog, Consumer<BoundedSourceQueue<EventBatch>> gone) {
    send(); // What waits is in the backlog already.
    var live = Source.<EventBatch>queue(EventHub.CONSUMER_BUFFER).preMaterialize(system);
    var queue = live.first();
    var cut = new AtomicBoolean();
    queues.put(queue, cut);
    shown();
    // Lazily: the other concat pulls at once, when it is not known yet how this ends.
    return backlog
        .concatLazy(live.second())
        .concatLazy(
            Source.lazySource(() -> cut.get() ? Source.single(EventBatch.CUT_OFF) : Source.empty()))
        .watchTermination(
            (nothing, end) -> {
              end.whenComplete((done, failure) -> gone.accept(queue));
              return NotUsed.getInstance();
            });
  }

  void remove(BoundedSourceQueue<EventBatch> queue) {
    queues.remove(queue);
    slow.remove(queue);
    shown();
  }

  int count() {
    return queues.size() + slow.size();
  }

  private void shown() {
    Metrics.gauge("http.event-streams.active", queues.size() + slow.size());
  }

  void publish(NumberedEvent event) {
    waiting.add(event);
    if (!flushing) {
      flushing = true;
      first = true;
      send();
      flushAfter.accept(SOON);
    } else if (waiting.size() >= MAX_BATCH) {
      send();
    }
  }

  /** What came since the last one. */
  void flush() {
    flushing = first || !waiting.isEmpty();
    first = false;
    if (flushing) {
      send();
      flushAfter.accept(JOIN);
    }
  }

  private void send() {
    if (waiting.isEmpty()) {
      return;
    }
    var batch = new EventBatch(waiting);
    waiting.clear();
    for (var consumer : List.copyOf(queues.entrySet())) {
      var queue = consumer.getKey();
      var offered = queue.offer(batch);
      if (offered != QueueOfferResult.enqueued()) {
        queues.remove(queue);
      }
      if (offered == QueueOfferResult.dropped()) {
        slow.add(queue);
        consumer.getValue().set(true);
        queue.complete(); // After what is in its buffer.
        Metrics.count("http.event-streams.too-slow", 1);
        system
            .log()
            .warn(
                "an event stream ends: its reader is {} writes behind; it can resume where it stopped",
                EventHub.CONSUMER_BUFFER);
      }
    }
  }
}
