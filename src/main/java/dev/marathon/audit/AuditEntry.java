package dev.marathon.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Cause;
import dev.marathon.base.Version;
import dev.marathon.events.ApiEvent;
import java.time.Instant;

/** How a change is written down. */
public final class AuditEntry {

  private AuditEntry() {}

  /**
   * @param action for example {@code change} or {@code kill}
   * @param fields what it was about, to which the rest is added
   */
  public static ApiEvent of(String action, Instant at, Cause cause, ObjectNode fields) {
    fields.put("timestamp", Version.format(at)).put("action", action).put("user", cause.who());
    cause.from().ifPresent(address -> fields.put("clientIp", address));
    cause.why().ifPresent(reason -> fields.put("reason", reason));
    return new ApiEvent(action, fields);
  }
}
