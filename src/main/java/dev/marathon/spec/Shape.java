package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Types and limits of one place in a JSON body. Shapes are declared once and checked before
 * anything is read, so that the readers can trust what they see. Unknown fields are allowed, and an
 * explicit null was taken out before: it means the same as an absent field.
 */
@FunctionalInterface
interface Shape {

  /** Longest text that is not limited otherwise: what Linux takes as one argument of a process. */
  int MAX_TEXT = 131_071;

  /** Most items of a list or entries of a map that is not limited otherwise. */
  int MAX_ITEMS = 10_000;

  void check(JsonNode json, String path, Violations found);

  /** A named member of an object. */
  record Field(String name, Shape shape, boolean required) {
    static Field optional(String name, Shape shape) {
      return new Field(name, shape, false);
    }

    static Field required(String name, Shape shape) {
      return new Field(name, shape, true);
    }
  }

  static Shape object(Field... fields) {
    return (json, path, found) -> {
      if (!json.isObject()) {
        found.add(path, "error.expected.jsobject", "must be an object");
        return;
      }
      for (var field : fields) {
        var value = json.get(field.name());
        String inner = path + "/" + field.name();
        if (value != null) {
          field.shape().check(value, inner, found);
        } else if (field.required()) {
          found.add(inner, "error.path.missing", "'" + field.name() + "' is required");
        }
      }
    };
  }

  static Shape text() {
    return text(0, MAX_TEXT);
  }

  static Shape text(int min, int max) {
    return (json, path, found) -> {
      if (!json.isTextual()) {
        found.add(path, "error.expected.jsstring", "must be a string");
      } else {
        length(json.textValue().length(), min, max, "characters", path, found);
      }
    };
  }

  /** A text that also matches a pattern, which is explained in words. */
  static Shape text(int min, int max, Predicate<String> pattern, String explained) {
    var plain = text(min, max);
    return (json, path, found) -> {
      plain.check(json, path, found);
      if (json.isTextual() && json.textValue().length() <= max && !pattern.test(json.textValue())) {
        found.add(path, "error.pattern", explained);
      }
    };
  }

  static Shape choice(String... literals) {
    var known = List.of(literals);
    return (json, path, found) -> {
      if (!json.isTextual()) {
        found.add(path, "error.expected.jsstring", "must be a string");
      } else if (!known.contains(json.textValue())) {
        found.add(path, "error.unknown.enum.literal", "must be one of " + String.join(", ", known));
      }
    };
  }

  static Shape bool() {
    return (json, path, found) -> {
      if (!json.isBoolean()) {
        found.add(path, "error.expected.jsboolean", "must be true or false");
      }
    };
  }

  /** A whole number; {@code 2.0} is one, {@code 1.5} is none. */
  static Shape integer(long min, long max) {
    return (json, path, found) -> {
      if (!json.isNumber()) {
        found.add(path, "error.expected.jsnumber", "must be a number");
      } else if (!json.isIntegralNumber() && json.doubleValue() % 1 != 0) {
        found.add(path, "error.expected.int", "must be a whole number");
      } else {
        bounds(json, BigDecimal.valueOf(min), BigDecimal.valueOf(max), path, found);
      }
    };
  }

  static Shape decimal(double min, double max) {
    return (json, path, found) -> {
      if (!json.isNumber()) {
        found.add(path, "error.expected.jsnumber", "must be a number");
      } else {
        bounds(json, BigDecimal.valueOf(min), BigDecimal.valueOf(max), path, found);
      }
    };
  }

  static Shape list(Shape item) {
    return list(0, MAX_ITEMS, item);
  }

  static Shape list(int min, int max, Shape item) {
    return (json, path, found) -> {
      if (!json.isArray()) {
        found.add(path, "error.expected.jsarray", "must be an array");
        return;
      }
      length(json.size(), min, max, "items", path, found);
      for (int i = 0; i < Math.min(json.size(), max); i++) {
        item.check(json.get(i), path + "(" + i + ")", found);
      }
    };
  }

  static Shape map(Shape value) {
    return (json, path, found) -> {
      if (!json.isObject()) {
        found.add(path, "error.expected.jsobject", "must be an object");
        return;
      }
      length(json.size(), 0, MAX_ITEMS, "entries", path, found);
      json.properties().stream()
          .limit(MAX_ITEMS)
          .forEach(entry -> value.check(entry.getValue(), path + "/" + entry.getKey(), found));
    };
  }

  /** An ISO-8601 date and time with an offset. */
  static Shape time() {
    return (json, path, found) -> {
      try {
        OffsetDateTime.parse(json.isTextual() ? json.textValue() : "");
      } catch (DateTimeParseException notATime) {
        found.add(
            path,
            "error.expected.date.isoformat",
            "must be a time such as 2024-01-31T12:00:00.000Z");
      }
    };
  }

  private static void length(
      int length, int min, int max, String unit, String path, Violations found) {
    if (length < min) {
      found.add(
          path,
          "error.minLength",
          min == 1 ? "must not be empty" : "must have at least " + min + " " + unit);
    } else if (length > max) {
      found.add(path, "error.maxLength", "must have at most " + max + " " + unit);
    }
  }

  private static void bounds(
      JsonNode json, BigDecimal min, BigDecimal max, String path, Violations found) {
    double value = json.doubleValue();
    if (value < min.doubleValue()) {
      found.add(path, "error.min", "must be at least " + plain(min));
    } else if (value > max.doubleValue()) {
      found.add(path, "error.max", "must be at most " + plain(max));
    }
  }

  private static String plain(BigDecimal bound) {
    return bound.stripTrailingZeros().toPlainString();
  }
}
