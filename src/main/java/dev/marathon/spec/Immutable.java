package dev.marathon.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Unmodifiable copies for the canonical constructors of this package. A component that is missing
 * in stored JSON arrives as null and becomes empty here.
 */
final class Immutable {

  private Immutable() {}

  static <T> List<T> list(List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  /** Keeps the order of the entries, which {@link Map#copyOf} does not. */
  static <K, V> Map<K, V> map(Map<K, V> given) {
    return given == null || given.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  @SuppressWarnings({"OptionalAssignedToNull", "NullableOptional"})
  static <T> Optional<T> optional(Optional<T> given) {
    return given == null ? Optional.empty() : given;
  }

  @SuppressWarnings({"OptionalAssignedToNull", "NullableOptional"})
  static <T> Optional<List<T>> optionalList(Optional<List<T>> given) {
    return given == null ? Optional.empty() : given.map(List::copyOf);
  }
}
