package dev.marathon.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Value of an environment variable: a text, or a reference to an entry of {@code secrets}. Its JSON
 * is the text itself, or {@code {"secret": name}}.
 */
public sealed interface EnvValue {
  record Text(@JsonValue String value) implements EnvValue {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record SecretRef(String secret) implements EnvValue {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static EnvValue of(JsonNode json) {
    return json.isObject() ? new SecretRef(json.path("secret").asText()) : new Text(json.asText());
  }
}
