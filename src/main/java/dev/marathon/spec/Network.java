package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;

/** A network that the task joins. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Network(Mode mode, Optional<String> name, Map<String, String> labels) {

  public Network {
    name = Immutable.optional(name);
    labels = Immutable.map(labels);
  }

  public enum Mode {
    HOST("host"),
    BRIDGE("container/bridge"),
    CONTAINER("container");

    private final String json;

    Mode(String json) {
      this.json = json;
    }

    /** The name in JSON. */
    @JsonValue
    public String json() {
      return json;
    }
  }
}
