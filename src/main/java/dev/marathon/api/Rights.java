package dev.marathon.api;

import dev.marathon.base.GroupId;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;

/** Refuses what an identity may not do: the same answer whether the thing exists or not. */
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
      throw refused();
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
      throw refused();
    }
  }

  /**
   * For a list of what is in a group: some of it must be visible.
   *
   * @throws Refused 403
   */
  public static void requireInside(Call call, String group) {
    if (!call.identity().reaches(Right.VIEW, group)) {
      throw refused();
    }
  }

  /**
   * @throws Refused 403
   */
  public static void requireNode(Call call, Right right) {
    if (!call.identity().mayNode(right)) {
      throw refused();
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

  private static Refused refused() {
    return ApiError.of(403, "Not Authorized to perform this action!").refused();
  }
}
