package dev.marathon.events;

import java.time.Instant;
import java.util.ArrayList;
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
  record EventsAppended(long first, List<ApiEvent> events, Map<String, Long> marks, Instant at)
      implements EventLogEvent {
    public EventsAppended {
      events = List.copyOf(events);
      marks = Map.copyOf(Optional.ofNullable(marks).orElse(Map.of()));
    }

    /** The events with their numbers. */
    public List<NumberedEvent> numbered() {
      var all = new ArrayList<NumberedEvent>(events.size());
      for (var event : events) {
        all.add(new NumberedEvent(first + all.size(), event));
      }
      return all;
    }
  }
}
