package dev.marathon.api.v2;

import java.util.Collection;
import java.util.Set;

/**
 * What of a group is shown. Without any {@code embed}: groups and apps, but no parts of apps. With
 * one, only what is named.
 */
record GroupEmbed(boolean groups, boolean apps, Set<Embed> parts) {

  static GroupEmbed of(Collection<String> values) {
    if (values.isEmpty()) {
      return new GroupEmbed(true, true, Set.of());
    }
    return new GroupEmbed(
        values.contains("group.groups"),
        values.contains("group.apps"),
        Embed.of(
            values.stream().filter(value -> value.startsWith("group.apps.")).toList(), Set.of()));
  }

  /** The same without parts of apps. */
  GroupEmbed definitionsOnly() {
    return new GroupEmbed(groups, apps, Set.of());
  }
}
