package dev.marathon.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * Mesos task of an instance, printed as {@code <instance id>._app.<incarnation>}.
 *
 * @param incarnation 1 for the first start of the instance, one more for each further start
 */
public record TaskId(InstanceId instance, int incarnation) {

  private static final String MARK = "._app.";

  /** Parses the printed form; empty if the text is not a task id of ours. */
  public static Optional<TaskId> parse(String text) {
    int mark = text.lastIndexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    String number = text.substring(mark + MARK.length());
    if (number.isEmpty()
        || number.length() > 9
        || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return InstanceId.parse(text.substring(0, mark))
        .map(instance -> new TaskId(instance, Integer.parseInt(number)));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TaskId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a task id: " + text));
  }

  @JsonValue
  @Override
  public String toString() {
    return instance + MARK + incarnation;
  }
}
