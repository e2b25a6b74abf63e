package dev.marathon.events;

import java.util.List;

/** What the event log can be asked to do. */
public sealed interface EventLogCommand {

  /** Number these and keep them. */
  record Append(List<ApiEvent> events) implements EventLogCommand {
    public Append {
      events = List.copyOf(events);
    }
  }
}
