package dev.marathon.group;

import dev.marathon.base.PathId;
import java.util.List;

/**
 * A group's own fields.
 *
 * @param enforceRole whether apps below must have the group's name as role; top-level groups only
 */
public record GroupNode(List<PathId> dependencies, boolean enforceRole) {

  static final GroupNode PLAIN = new GroupNode(List.of(), false);

  public GroupNode {
    dependencies = List.copyOf(dependencies);
  }
}
