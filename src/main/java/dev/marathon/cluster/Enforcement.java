package dev.marathon.cluster;

import dev.marathon.base.GroupId;
import dev.marathon.group.GroupState;
import java.util.Set;
import java.util.stream.Collectors;

/** Which top-level groups make their name the role of their apps. */
final class Enforcement {

  private Enforcement() {}

  static Set<GroupId> of(GroupState state) {
    return state.tree().groups().entrySet().stream()
        .filter(entry -> entry.getValue().enforceRole())
        .map(java.util.Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
