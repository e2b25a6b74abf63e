package dev.marathon.api;

import dev.marathon.base.GroupId;

/**
 * Who sent a request, and what that one may do.
 *
 * <p>Rights are by path: a right on {@code /dev} covers {@code /dev/web} but not {@code /develop}.
 */
public interface Identity {

  /** What can be done to something. */
  enum Right {
    VIEW,
    CREATE,
    UPDATE,
    DELETE
  }

  /** Name for the audit log. */
  String who();

  /**
   * @param path of an app or a group
   */
  boolean may(Right right, String path);

  /** Whether the node itself may be looked at ({@code VIEW}) or changed. */
  default boolean mayNode(Right right) {
    return may(right, GroupId.ROOT.path());
  }

  /** Anybody, where no access control is configured. */
  Identity ANYBODY =
      new Identity() {
        @Override
        public String who() {
          return "anonymous";
        }

        @Override
        public boolean may(Right right, String path) {
          return true;
        }
      };
}
