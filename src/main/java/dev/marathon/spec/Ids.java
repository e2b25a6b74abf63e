package dev.marathon.spec;

import dev.marathon.base.GroupId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Rules of paths. A path is a list of segments; a segment of the v2 API is a list of labels joined
 * by dots, each of lower-case letters, digits and inner dashes. Apps of the v1 API have wider
 * segments: letters, digits, {@code _}, {@code .} and {@code -}. Both take {@code .} and {@code ..}
 * as relative references. Empty segments mean nothing.
 */
public final class Ids {

  /** Most characters of a path. */
  public static final int MAX_LENGTH = 1024;

  private static final Set<String> RESERVED = Set.of("restart", "tasks", "versions");

  /** For those who wrote such a word. */
  public static final String WHAT_IS_RESERVED =
      "must not end with one of " + String.join(", ", RESERVED.stream().sorted().toList());

  /** For those who did not write one. */
  public static final String WHAT_A_PATH_IS =
      "must be a path of segments joined by '/', each of lower-case letters, digits, inner '-' and '.'";

  private Ids() {}

  /** Whether the last segment is a word that ends the URLs of an app's or group's parts. */
  public static boolean isReserved(String path) {
    return RESERVED.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Whether a text is a path, absolute or relative, of the v2 API. */
  public static boolean isPath(String text) {
    return matches(text, Ids::strict);
  }

  /** Whether a text is a path, absolute or relative, as apps of the v1 API may have. */
  public static boolean isLegacyPath(String text) {
    return matches(text, Ids::legacy);
  }

  /**
   * The absolute path of a reference: resolves it against a group unless it starts with '/'. Empty
   * segments are dropped, and {@code ..} above the root stays at the root.
   */
  public static String resolve(String text, GroupId base) {
    var segments = new ArrayList<String>();
    if (!text.startsWith("/")) {
      segments.addAll(segments(base.path()));
    }
    for (String segment : segments(text)) {
      if (!segment.equals("..")) {
        segments.add(segment);
      } else if (!segments.isEmpty()) {
        segments.remove(segments.size() - 1);
      }
    }
    return "/" + String.join("/", segments);
  }

  /** The group that holds an absolute path; the root group is its own parent. */
  static GroupId parent(String path) {
    return new GroupId(path).parent();
  }

  private static List<String> segments(String text) {
    return Arrays.stream(text.split("/", -1))
        .filter(segment -> !segment.isEmpty() && !segment.equals("."))
        .toList();
  }

  private static boolean matches(String text, Predicate<String> segment) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && Arrays.stream(text.split("/", -1))
            .allMatch(s -> s.isEmpty() || s.equals(".") || s.equals("..") || segment.test(s));
  }

  private static boolean strict(String segment) {
    return Arrays.stream(segment.split("\\.", -1)).allMatch(Ids::label);
  }

  private static boolean label(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> lowerOrDigit(c) || c == '-')
        && lowerOrDigit(text.charAt(0))
        && lowerOrDigit(text.charAt(text.length() - 1));
  }

  static boolean legacy(String segment) {
    return !segment.isEmpty()
        && segment
            .chars()
            .allMatch(c -> lowerOrDigit(c) || (c >= 'A' && c <= 'Z') || "_.-".indexOf(c) >= 0);
  }

  private static boolean lowerOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
