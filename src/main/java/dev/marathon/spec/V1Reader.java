package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads members of v1 bodies with the tolerance of that API: clients such as HTTPie send every
 * value as a string. A string that is a number is one, blanks around it do not matter, and an empty
 * one means that the field is absent. Any scalar is a text.
 */
final class V1Reader {

  private final JsonNode from;
  private final ObjectNode to;
  private final String path;
  private final Violations found;

  /**
   * @param from v1 object
   * @param to v2 object that is filled
   * @param path of {@code from}
   */
  V1Reader(JsonNode from, ObjectNode to, String path, Violations found) {
    this.from = from;
    this.to = to;
    this.path = path;
    this.found = found;
  }

  void number(String name) {
    number(name, name);
  }

  void number(String name, String target) {
    number(from.path(name), path + "/" + name).ifPresent(value -> put(to, target, value));
  }

  void text(String name) {
    text(from.path(name), path + "/" + name)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> to.put(name, text));
  }

  Optional<BigDecimal> number(JsonNode json, String at) {
    if (json.isMissingNode() || (json.isTextual() && json.textValue().isBlank())) {
      return Optional.empty();
    }
    try {
      if (json.isNumber() || json.isTextual()) {
        var number = new BigDecimal(json.asText().trim());
        // A bound on the exponent: plain digits of 1e999999999 would not fit into memory.
        if (Math.abs((long) number.precision() - number.scale()) <= 400) {
          return Optional.of(number);
        }
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the complaint.
    }
    found.add(at, "must be a number");
    return Optional.empty();
  }

  Optional<String> text(JsonNode json, String at) {
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    if (!json.isValueNode()) {
      found.add(at, "must be a string");
      return Optional.empty();
    }
    return Optional.of(json.asText());
  }

  /** Items of a list of scalars or objects; complains if it is none. */
  Iterable<JsonNode> items(String name) {
    var list = from.path(name);
    found.require(list.isMissingNode() || list.isArray(), path + "/" + name, "must be an array");
    return list.isArray() ? list : Json.array();
  }

  static void put(ObjectNode to, String name, BigDecimal value) {
    if (value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(MAX_LONG) <= 0) {
      to.put(name, value.longValueExact());
    } else {
      to.put(name, value.doubleValue());
    }
  }

  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
}
