package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What happens to an instance whose agent cannot be reached. Its JSON is {@code "disabled"} or an
 * object.
 */
public sealed interface UnreachableStrategy {
  /** It counts as running for ever. */
  record Disabled() implements UnreachableStrategy {
    @JsonValue
    public String json() {
      return "disabled";
    }
  }

  /** Seconds until it is replaced, and until it is forgotten. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record After(int inactiveAfterSeconds, int expungeAfterSeconds) implements UnreachableStrategy {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static UnreachableStrategy of(JsonNode json) {
    return json.isObject()
        ? new After(
            json.path("inactiveAfterSeconds").asInt(), json.path("expungeAfterSeconds").asInt())
        : new Disabled();
  }
}
