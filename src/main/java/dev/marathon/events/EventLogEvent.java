package dev.marathon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the event log remembers. */
public sealed interface EventLogEvent {

  /**
   * Events of one batch, numbered without a gap.
   *
   * @param first number of the first of them
   * @param marks by owner, sequence number of the last record that these events were made of;
   *     owners without a new one are left out
   */
  record EventsAppended(long first, PackedEvents events, Map<String, Long> marks, Instant at)
      implements EventLogEvent {
    public EventsAppended {
      marks = Map.copyOf(Optional.ofNullable(marks).orElse(Map.of()));
    }

    /** Batches that follow on each other as one, without marks. */
    static EventsAppended join(List<EventsAppended> batches) {
      return new EventsAppended(
          batches.get(0).first(),
          PackedEvents.join(batches.stream().map(EventsAppended::events).toList()),
          Map.of(),
          batches.get(batches.size() - 1).at());
    }

    /** Number of the last of them. */
    long last() {
      return first + events.count() - 1;
    }

    /** The events with their numbers. */
    public List<NumberedEvent> numbered() {
      return NumberedEvent.from(first, events.unpack());
    }
  }
}
