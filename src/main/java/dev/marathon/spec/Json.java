package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads members of JSON objects whose {@link Shape} was checked before. */
final class Json {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  static Optional<JsonNode> member(JsonNode object, String name) {
    return Optional.ofNullable(object.get(name));
  }

  static Optional<String> text(JsonNode object, String name) {
    return member(object, name).map(JsonNode::asText);
  }

  static String text(JsonNode object, String name, String absent) {
    return text(object, name).orElse(absent);
  }

  static Optional<Integer> integer(JsonNode object, String name) {
    return member(object, name).map(JsonNode::asInt);
  }

  static int integer(JsonNode object, String name, int absent) {
    return object.path(name).asInt(absent);
  }

  static double decimal(JsonNode object, String name, double absent) {
    return object.path(name).asDouble(absent);
  }

  static boolean bool(JsonNode object, String name, boolean absent) {
    return object.path(name).asBoolean(absent);
  }

  static Optional<Boolean> bool(JsonNode object, String name) {
    return member(object, name).map(JsonNode::asBoolean);
  }

  /** Items of an array member; empty if it is absent. */
  static <T> List<T> list(JsonNode object, String name, Function<JsonNode, T> item) {
    var items = new ArrayList<T>();
    object.path(name).forEach(json -> items.add(item.apply(json)));
    return List.copyOf(items);
  }

  static List<String> strings(JsonNode object, String name) {
    return list(object, name, JsonNode::asText);
  }

  /** Items of an array member together with their JSON paths. */
  static <T> List<T> list(
      JsonNode object, String name, String path, BiFunction<JsonNode, String, T> item) {
    var items = new ArrayList<T>();
    for (var json : object.path(name)) {
      items.add(item.apply(json, path + "/" + name + "(" + items.size() + ")"));
    }
    return List.copyOf(items);
  }

  static <T> Map<String, T> map(JsonNode object, String name, Function<JsonNode, T> value) {
    var entries = new LinkedHashMap<String, T>();
    object
        .path(name)
        .properties()
        .forEach(entry -> entries.put(entry.getKey(), value.apply(entry.getValue())));
    return entries;
  }

  static Map<String, String> texts(JsonNode object, String name) {
    return map(object, name, JsonNode::asText);
  }

  /** A deep copy without members that are null: on input they mean the same as absent ones. */
  static JsonNode withoutNulls(JsonNode json) {
    if (json.isObject()) {
      var copy = object();
      json.properties().stream()
          .filter(entry -> !entry.getValue().isNull())
          .forEach(entry -> copy.set(entry.getKey(), withoutNulls(entry.getValue())));
      return copy;
    }
    if (json.isArray()) {
      var copy = array();
      json.forEach(item -> copy.add(withoutNulls(item)));
      return copy;
    }
    return json;
  }

  /** Number of items of an array member, 0 if it is absent. */
  static int size(JsonNode object, String name) {
    return object.path(name).size();
  }
}
