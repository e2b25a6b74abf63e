package dev.marathon.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * @param number grows by one per event, over restarts and failovers; 0 for events that only this
 *     stream sees
 */
public record NumberedEvent(long number, ApiEvent event) {

  /** Whether it happened at or after a time. */
  public boolean happenedSince(Instant at) {
    return !event.at().isBefore(at);
  }

  /** Numbers events of which the first has this number. */
  public static List<NumberedEvent> from(long first, List<ApiEvent> events) {
    var all = new ArrayList<NumberedEvent>(events.size());
    for (var event : events) {
      all.add(new NumberedEvent(first + all.size(), event));
    }
    return all;
  }
}
