package dev.marathon.store;

import java.util.HashMap;
import java.util.Map;

/**
 * Names of what is stored, by class. A name is part of the storage format: it never changes and is
 * never used again; a change of meaning is a new name.
 */
final class Wire {

  private final Map<Class<?>, String> names = new HashMap<>();
  private final Map<String, Class<?>> classes = new HashMap<>();

  Wire with(String name, Class<?> type) {
    if (names.put(type, name) != null || classes.put(name, type) != null) {
      throw new IllegalStateException("wire name or class used twice: " + name + ", " + type);
    }
    return this;
  }

  /** Wire name of an event or state. */
  String name(Object value) {
    var name = names.get(value.getClass());
    if (name == null) {
      throw new IllegalArgumentException("no wire name for " + value.getClass().getName());
    }
    return name;
  }

  Class<?> type(String name) {
    var type = classes.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          "the journal holds '"
              + name
              + "', which this release does not know; run a newer release");
    }
    return type;
  }

  Map<String, Class<?>> all() {
    return Map.copyOf(classes);
  }
}
