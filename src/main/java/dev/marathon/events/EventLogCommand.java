package dev.marathon.events;

import java.util.List;
import java.util.Map;

/** What the event log can be asked to do. */
public sealed interface EventLogCommand {

  /**
   * Number these and keep them, unless the log has moved on: then this very batch, or a repeat of
   * it, is in it already, because only one asks.
   *
   * @param after number of the last event in the log
   * @param marks by owner, sequence number of the last record that these events were made of
   */
  record Append(long after, List<ApiEvent> events, Map<String, Long> marks)
      implements EventLogCommand {
    public Append {
      events = List.copyOf(events);
      marks = Map.copyOf(marks);
    }
  }
}
