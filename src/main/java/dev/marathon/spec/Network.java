package dev.marathon.spec;

import java.util.Map;
import java.util.Optional;

/** A network that the task joins. */
public record Network(Mode mode, Optional<String> name, Map<String, String> labels) {
  public enum Mode {
    HOST("host"),
    BRIDGE("container/bridge"),
    CONTAINER("container");

    private final String json;

    Mode(String json) {
      this.json = json;
    }

    /** The name in JSON. */
    public String json() {
      return json;
    }
  }
}
