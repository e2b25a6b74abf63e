package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/**
 * A rule about where instances may run.
 *
 * @param field {@code hostname}, {@code @region}, {@code @zone} or the name of an agent attribute
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Constraint(String field, Operator operator, Optional<String> value) {
  public Constraint {
    value = Immutable.optional(value);
  }

  public enum Operator {
    UNIQUE,
    CLUSTER,
    GROUP_BY,
    LIKE,
    UNLIKE,
    MAX_PER,
    IS
  }
}
