package dev.marathon.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;

/**
 * Identity of one wanted copy of an app, printed as {@code <safe app id>.instance-<uuid>}. It stays
 * when the copy is started again after a failure.
 *
 * @param safe the app path in its safe form; several app paths may share one form, so instances are
 *     found by uuid
 */
public record InstanceId(String safe, UUID uuid) {

  private static final String MARK = ".instance-";

  /** Parses {@code prod_web.instance-<uuid>}; empty if the text is not an instance id. */
  public static Optional<InstanceId> parse(String text) {
    int mark = text.lastIndexOf(MARK);
    if (mark <= 0) {
      return Optional.empty();
    }
    String uuid = text.substring(mark + MARK.length());
    if (uuid.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(new InstanceId(text.substring(0, mark), UUID.fromString(uuid)));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static InstanceId of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an instance id: " + text));
  }

  public TaskId task(int incarnation) {
    return new TaskId(this, incarnation);
  }

  /** Number of the ledger that holds this instance. */
  public int ledger() {
    return AppId.ledgerOf(safe);
  }

  @JsonValue
  @Override
  public String toString() {
    return safe + MARK + uuid;
  }
}
