package dev.marathon.events;

import java.time.Instant;
import java.util.List;

/** What the event log remembers. */
public sealed interface EventLogEvent {

  /**
   * Events of one batch, numbered without a gap.
   *
   * @param first number of the first of them
   */
  record EventsAppended(long first, List<ApiEvent> events, Instant at) implements EventLogEvent {
    public EventsAppended {
      events = List.copyOf(events);
    }
  }
}
