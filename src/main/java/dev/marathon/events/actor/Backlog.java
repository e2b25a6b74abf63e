package dev.marathon.events.actor;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.marathon.events.EventLogEvent.EventsAppended;
import dev.marathon.events.NumberedEvent;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * What consumers missed, read from the log as they take it. After a take-over all of them come at
 * once and want the same: what was unpacked for one is there for the next.
 */
final class Backlog {

  /** Unpacked batches at hand, of 512 events at most: some ten MB. */
  private static final int MAX = 16;

  private final IdentityHashMap<EventsAppended, EventBatch> unpacked = new IdentityHashMap<>();

  /**
   * @param stored in the order of their numbers
   * @param wanted of the events in them
   */
  Source<EventBatch, NotUsed> source(List<EventsAppended> stored, Predicate<NumberedEvent> wanted) {
    return only(Source.from(stored).map(this::unpack), wanted);
  }

  /** Without the events that are not wanted. */
  static Source<EventBatch, NotUsed> only(
      Source<EventBatch, NotUsed> batches, Predicate<NumberedEvent> wanted) {
    return batches
        .map(batch -> only(batch, wanted))
        .filterNot(batch -> batch.events().isEmpty() && batch != EventBatch.CUT_OFF);
  }

  private static EventBatch only(EventBatch batch, Predicate<NumberedEvent> wanted) {
    return batch.events().stream().allMatch(wanted)
        ? batch
        : new EventBatch(batch.events().stream().filter(wanted).toList());
  }

  private synchronized EventBatch unpack(EventsAppended stored) {
    var known = unpacked.get(stored);
    if (known != null) {
      return known;
    }
    if (unpacked.size() >= MAX) {
      unpacked.clear();
    }
    var batch = new EventBatch(stored.numbered());
    unpacked.put(stored, batch);
    return batch;
  }
}
