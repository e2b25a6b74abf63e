package dev.marathon.app;

import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an app knows.
 *
 * @param definitions kept ones, oldest first
 * @param active version in force; absent before the first and after a deletion
 * @param order of the newest change that was taken in
 */
public record AppState(List<AppDefinition> definitions, Optional<Version> active, long order) {

  public static final AppState EMPTY = new AppState(List.of(), Optional.empty(), 0);

  public AppState {
    definitions = List.copyOf(definitions);
  }

  /** The definition of exactly that version. */
  public Optional<AppDefinition> version(Version version) {
    return definitions.stream().filter(d -> d.version().equals(version)).findFirst();
  }

  /** The newest definition that is not newer than that time. */
  public Optional<AppDefinition> at(Version time) {
    return definitions.stream()
        .filter(d -> d.version().compareTo(time) <= 0)
        .reduce((older, newer) -> newer);
  }

  AppState with(AppDefinition definition, long newOrder) {
    var others = definitions.stream().filter(d -> !d.version().equals(definition.version()));
    var all =
        Stream.concat(others, Stream.of(definition))
            .sorted((a, b) -> a.version().compareTo(b.version()))
            .toList();
    return newOrder > order
        ? new AppState(all, Optional.of(definition.version()), newOrder)
        : new AppState(all, active, order);
  }

  AppState deleted(long newOrder) {
    return new AppState(definitions, Optional.empty(), newOrder);
  }

  AppState without(Version before) {
    return new AppState(
        definitions.stream().filter(d -> !forgettable(d, before)).toList(), active, order);
  }

  boolean forgets(Version before) {
    return definitions.stream().anyMatch(d -> forgettable(d, before));
  }

  private boolean forgettable(AppDefinition definition, Version before) {
    return definition.version().compareTo(before) < 0
        && !active.equals(Optional.of(definition.version()));
  }
}
