package dev.marathon.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Absolute path of a group, for example {@code /prod}; {@code /} is the root group. */
public record GroupId(@JsonValue String path) implements Comparable<GroupId> {

  public static final GroupId ROOT = new GroupId("/");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GroupId {
    if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
      throw new IllegalArgumentException("not an absolute group path: '" + path + "'");
    }
  }

  public boolean root() {
    return path.equals("/");
  }

  /** The enclosing group; the root group is its own parent. */
  public GroupId parent() {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? ROOT : new GroupId(path.substring(0, slash));
  }

  /** Whether the path lies below this group, at any depth. A group does not contain itself. */
  public boolean contains(String other) {
    return root() ? other.length() > 1 : other.startsWith(path + "/");
  }

  @Override
  public int compareTo(GroupId other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
