package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Tables of request bodies and what becomes of them, from {@code src/test/resources/spec}. */
final class Cases {

  static final Version NOW = Version.parse("2024-05-06T07:08:09.010Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Cases() {}

  /** One row; its {@code toString} names the test. */
  record Case(JsonNode json) {
    JsonNode body() {
      return json.path("body");
    }

    Set<String> strings(String member) {
      var strings = new HashSet<String>();
      json.path(member).forEach(item -> strings.add(item.asText()));
      return strings;
    }

    /** Settings that the row asks for, the standard ones otherwise. */
    SpecContext context() {
      var settings =
          new SpecSettings(
              json.path("role").asText("*"),
              strings("features"),
              Optional.ofNullable(json.get("network")).map(JsonNode::asText),
              "mesos-bridge",
              SpecSettings.COMMAND_EXECUTOR,
              100_000,
              false);
      return SpecContext.empty(settings, NOW);
    }

    @Override
    public String toString() {
      return json.path("case").asText();
    }
  }

  static Stream<Case> load(String file) {
    try (var in = Cases.class.getResourceAsStream("/spec/" + file)) {
      return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false).map(Case::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON with single quotes. */
  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  static <T> T valid(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Valid<T> valid) {
      return valid.value();
    }
    throw new AssertionError(parsed.toString());
  }

  static <T> Parsed.Invalid<T> invalid(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Invalid<T> invalid) {
      return invalid;
    }
    throw new AssertionError(parsed.toString());
  }
}
