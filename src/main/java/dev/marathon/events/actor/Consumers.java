package dev.marathon.events.actor;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import dev.marathon.events.NumberedEvent;
import dev.marathon.metrics.Metrics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Everybody who follows the events, each with a bounded buffer of its own. Who is too slow is cut
 * off and can resume from the log by its last number; nobody slows anybody else.
 */
final class Consumers {

  private final ActorSystem<?> system;
  private final Set<BoundedSourceQueue<NumberedEvent>> queues = new HashSet<>();

  Consumers(ActorSystem<?> system) {
    this.system = system;
  }

  boolean full() {
    return queues.size() >= EventHub.MAX_CONSUMERS;
  }

  /**
   * One more.
   *
   * @param backlog what it gets first
   * @param gone told on another thread when it is gone
   */
  Source<NumberedEvent, NotUsed> add(
      List<NumberedEvent> backlog, Consumer<BoundedSourceQueue<NumberedEvent>> gone) {
    var live = Source.<NumberedEvent>queue(EventHub.CONSUMER_BUFFER).preMaterialize(system);
    var queue = live.first();
    queues.add(queue);
    shown();
    return Source.from(backlog)
        .concat(live.second())
        .watchTermination(
            (nothing, end) -> {
              end.whenComplete((done, failure) -> gone.accept(queue));
              return NotUsed.getInstance();
            });
  }

  void remove(BoundedSourceQueue<NumberedEvent> queue) {
    queues.remove(queue);
    shown();
  }

  int count() {
    return queues.size();
  }

  private void shown() {
    Metrics.gauge("http.event-streams.active", queues.size());
  }

  void publish(NumberedEvent event) {
    for (var queue : List.copyOf(queues)) {
      var offered = queue.offer(event);
      if (offered != QueueOfferResult.enqueued()) {
        queues.remove(queue);
      }
      // One that has just gone is closed already, and must not be failed again.
      if (offered == QueueOfferResult.dropped()) {
        queue.fail(
            new IllegalStateException("too slow: resume after the last event that you have seen"));
      }
    }
  }
}
