package dev.marathon.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Version;
import java.time.Instant;

/**
 * One event as consumers see it.
 *
 * @param type for example {@code status_update_event}
 * @param data its JSON, which repeats type and time; not to be changed
 */
public record ApiEvent(String type, ObjectNode data) {

  /** When it happened. */
  public Instant at() {
    return Version.parse(data.path("timestamp").asText()).at();
  }

  /** Completes the fields of an event by its type and time. */
  public static ApiEvent of(String type, Instant at, ObjectNode fields) {
    fields.put("eventType", type).put("timestamp", Version.format(at));
    return new ApiEvent(type, fields);
  }
}
