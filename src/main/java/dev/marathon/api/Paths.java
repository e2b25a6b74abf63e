package dev.marathon.api;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.spec.Ids;
import java.util.List;
import java.util.Optional;

/** Ids in URLs: they contain slashes and are put there as they are. */
public final class Paths {

  private Paths() {}

  /** Absolute path that the segments name; {@code .} and {@code ..} are resolved. */
  public static String absolute(List<String> segments) {
    return Ids.resolve("/" + String.join("/", segments), GroupId.ROOT);
  }

  /** Absent if the segments name the root. */
  public static Optional<AppId> app(List<String> segments) {
    String path = absolute(segments);
    return path.equals("/") ? Optional.empty() : Optional.of(new AppId(path));
  }

  public static GroupId group(List<String> segments) {
    return new GroupId(absolute(segments));
  }

  /** All but the last so many. */
  public static List<String> dropLast(List<String> segments, int count) {
    return segments.subList(0, segments.size() - count);
  }

  /** The segment that is so many before the end, 1 for the last one; empty if there is none. */
  public static String fromEnd(List<String> segments, int position) {
    return segments.size() < position ? "" : segments.get(segments.size() - position);
  }
}
