package dev.marathon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Reads what people type for fields, counts and versions. */
final class Fields {

  private static final Pattern COUNT = Pattern.compile("([+-]|x)?(\\d{1,9}(?:\\.\\d+)?)");

  private Fields() {}

  /** Sets a field, {@code a.b} being field b of object a. */
  static void set(ObjectNode object, String path, String value) {
    set(object, path, texts(path) ? new TextNode(value) : value(value));
  }

  /** Maps whose values are text even if they look like numbers. */
  private static boolean texts(String path) {
    return path.startsWith("env.") || path.startsWith("labels.");
  }

  private static void set(ObjectNode object, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot > 0) {
      var name = path.substring(0, dot);
      var inner = object.get(name) instanceof ObjectNode there ? there : object.putObject(name);
      set(inner, path.substring(dot + 1), value);
    } else {
      object.set(path, value);
    }
  }

  /** JSON where it can be read as that, else the text. */
  private static JsonNode value(String value) {
    try {
      var json = Printer.JSON.readTree(value);
      return json.isMissingNode() ? new TextNode(value) : json;
    } catch (JsonProcessingException noJson) {
      return new TextNode(value);
    }
  }

  /**
   * A count that may be relative.
   *
   * @param now asked for only where it matters
   */
  static int count(String text, IntSupplier now) {
    var matcher = COUNT.matcher(text);
    if (!matcher.matches()) {
      throw new CliFailure(Exit.USAGE, "'" + text + "' is no count: say 5, +2, -1 or x2");
    }
    double number = Double.parseDouble(matcher.group(2));
    var sign = matcher.group(1) == null ? "" : matcher.group(1);
    double wanted =
        switch (sign) {
          case "+" -> now.getAsInt() + number;
          case "-" -> now.getAsInt() - number;
          case "x" -> Math.ceil(now.getAsInt() * number);
          default -> number;
        };
    return (int) Math.max(0, wanted);
  }

  /**
   * The version that is meant.
   *
   * @param versions newest first
   * @param wanted a version, or how many back as a negative number
   */
  static String version(List<String> versions, String wanted) {
    if (!wanted.matches("-\\d{1,4}")) {
      return wanted;
    }
    int back = -Integer.parseInt(wanted);
    if (back >= versions.size()) {
      throw new CliFailure(
          Exit.NOT_FOUND,
          "there are only " + versions.size() + " versions, none is " + back + " back");
    }
    return versions.get(back);
  }
}
