package dev.marathon.api;

import dev.marathon.base.GroupId;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import java.util.Locale;

/**
 * Refuses what an identity may not do: the same answer whether the thing exists or not. To those
 * who may see what it is about, the answer names the right that is missing.
 */
public final class Rights {

  private Rights() {}

  /**
   * @param path of an app or a group
   * @throws Refused 403
   */
  public static void require(Call call, Right right, String path) {
    require(call.identity(), right, path);
  }

  static void require(Identity identity, Right right, String path) {
    if (!identity.may(right, path)) {
      throw refused(identity, path, right);
    }
  }

  /**
   * For a write that creates or updates, whichever it turns out to be; that is checked again when
   * it is known.
   *
   * @throws Refused 403
   */
  public static void requirePut(Call call, String path) {
    if (!call.identity().may(Right.CREATE, path) && !call.identity().may(Right.UPDATE, path)) {
      throw refused(call.identity(), path, Right.CREATE, Right.UPDATE);
    }
  }

  /**
   * For a list of what is in a group: some of it must be visible.
   *
   * @throws Refused 403
   */
  public static void requireInside(Call call, String group) {
    if (!call.identity().reaches(Right.VIEW, group)) {
      throw refused(call.identity(), group, Right.VIEW);
    }
  }

  /**
   * @throws Refused 403
   */
  public static void requireNode(Call call, Right right) {
    if (!call.identity().mayNode(right)) {
      throw lacking("node", right);
    }
  }

  /**
   * For what tells of everything, of which each reader gets what is visible to it: the node, or
   * some of the apps and groups.
   *
   * @throws Refused 403
   */
  public static void requireAnyView(Call call) {
    if (!call.identity().mayNode(Right.VIEW)) {
      requireInside(call, GroupId.ROOT.path());
    }
  }

  private static Refused refused(Identity identity, String path, Right... anyOf) {
    return identity.may(Right.VIEW, path) ? lacking(path, anyOf) : refusal().refused();
  }

  private static ApiError refusal() {
    return ApiError.of(403, "Not Authorized to perform this action!");
  }

  /** In the words of {@code /v2/whoami}. */
  private static Refused lacking(String scope, Right... anyOf) {
    var error = refusal();
    var missing = error.body().putArray("missing");
    for (var right : anyOf) {
      missing.add(scope + "=" + right.name().toLowerCase(Locale.ROOT));
    }
    return error.refused();
  }
}
