package dev.marathon.security;

import dev.marathon.base.GroupId;
import dev.marathon.security.Identity.Right;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rights by path. Written as words {@code SCOPE=VERB,VERB}: the scope is a path, which stands for
 * itself and everything below it, or {@code node} for the node itself (info, metrics, leadership,
 * events without an app); the verbs are {@code view}, {@code create}, {@code update}, {@code
 * delete}, {@code env} or {@code all}. The root covers the node too.
 *
 * <p>Rights only add up; there is none that takes away.
 */
public record Grants(List<Grant> grants) {

  /** Most grants of one user; each is looked at for every app of a list. */
  static final int MAX = 100;

  private static final String NODE = "node";
  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9_.-]+)+");

  /**
   * @param scope a path, or {@code node}
   */
  record Grant(String scope, Set<Right> rights) {
    Grant {
      rights = Set.copyOf(rights);
    }

    private boolean covers(String path) {
      return scope.equals(GroupId.ROOT.path())
          || (path.startsWith(scope)
              && (path.length() == scope.length() || path.charAt(scope.length()) == '/'));
    }

    private boolean coversNode() {
      return scope.equals(NODE) || scope.equals(GroupId.ROOT.path());
    }

    private boolean within(String path) {
      return scope.startsWith("/") && new GroupId(path).contains(scope);
    }
  }

  public Grants {
    grants = List.copyOf(grants);
  }

  static Grants everything() {
    return new Grants(List.of(new Grant(GroupId.ROOT.path(), EnumSet.allOf(Right.class))));
  }

  static Grants nothing() {
    return new Grants(List.of());
  }

  /**
   * @throws IllegalArgumentException with a sentence that names the wrong word
   */
  public static Grants parse(String text) {
    var grants = new ArrayList<Grant>();
    for (var word : text.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        grants.add(grant(word));
      }
    }
    if (grants.size() > MAX) {
      throw new IllegalArgumentException("more than " + MAX + " rights for one user");
    }
    return new Grants(grants);
  }

  /** As they are written: {@link #parse} makes the same rights of them. */
  List<String> words() {
    return grants.stream().map(grant -> grant.scope() + "=" + verbs(grant.rights())).toList();
  }

  private static String verbs(Set<Right> rights) {
    return rights.containsAll(EnumSet.allOf(Right.class))
        ? "all"
        : rights.stream()
            .sorted()
            .map(right -> right.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
  }

  private static Grant grant(String word) {
    int equal = word.indexOf('=');
    var scope = equal < 0 ? word : word.substring(0, equal);
    boolean path = PATH.matcher(scope).matches() && !(scope + "/").matches(".*/\\.{1,2}/.*");
    if (equal < 0 || !(path || scope.equals(NODE))) {
      throw new IllegalArgumentException(
          "'" + word + "' is not PATH=VERBS, for example /dev=view,update or node=view");
    }
    var rights = EnumSet.noneOf(Right.class);
    for (var verb : word.substring(equal + 1).split(",", -1)) {
      rights.addAll(rights(verb));
    }
    return new Grant(scope, rights);
  }

  private static Set<Right> rights(String verb) {
    return switch (verb.toLowerCase(Locale.ROOT)) {
      case "all" -> EnumSet.allOf(Right.class);
      case "view" -> EnumSet.of(Right.VIEW);
      case "create" -> EnumSet.of(Right.CREATE);
      // Whoever may change the command of an app can make it print its environment.
      case "update" -> EnumSet.of(Right.UPDATE, Right.ENV);
      case "delete" -> EnumSet.of(Right.DELETE);
      case "env" -> EnumSet.of(Right.ENV);
      default ->
          throw new IllegalArgumentException(
              "'" + verb + "' is none of view, create, update, delete, env, all");
    };
  }

  // Loops, not streams: asked for each app of a list of 10,000.

  boolean may(Right right, String path) {
    for (var grant : grants) {
      if (grant.rights().contains(right) && grant.covers(path)) {
        return true;
      }
    }
    return false;
  }

  boolean reaches(Right right, String path) {
    for (var grant : grants) {
      if (grant.rights().contains(right) && (grant.covers(path) || grant.within(path))) {
        return true;
      }
    }
    return false;
  }

  boolean mayNode(Right right) {
    for (var grant : grants) {
      if (grant.rights().contains(right) && grant.coversNode()) {
        return true;
      }
    }
    return false;
  }
}
