package dev.marathon.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Absolute path that may name an app or a group, as in {@code dependencies}. */
public record PathId(@JsonValue String path) implements Comparable<PathId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PathId {
    if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
      throw new IllegalArgumentException("not an absolute path: '" + path + "'");
    }
  }

  @Override
  public int compareTo(PathId other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
