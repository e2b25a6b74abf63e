package dev.marathon.api;

/** Refuses what an identity may not do. */
public final class Rights {

  private Rights() {}

  /**
   * @param path of an app or a group
   * @throws Refused 403
   */
  public static void require(Call call, Identity.Right right, String path) {
    if (!call.identity().may(right, path)) {
      throw refused();
    }
  }

  /**
   * @throws Refused 403
   */
  public static void requireNode(Call call, Identity.Right right) {
    if (!call.identity().mayNode(right)) {
      throw refused();
    }
  }

  private static Refused refused() {
    return ApiError.of(403, "Not Authorized to perform this action!").refused();
  }
}
