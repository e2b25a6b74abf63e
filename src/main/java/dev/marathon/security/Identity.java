package dev.marathon.security;

import java.util.List;

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
    DELETE,
    /** See the values of environment variables. Whoever may update an app could print them. */
    ENV
  }

  /** Name for the audit log. */
  String who();

  /**
   * @param path of an app or a group
   */
  boolean may(Right right, String path);

  /** Whether it may do that to the path or to something below it. */
  boolean reaches(Right right, String path);

  /** What it may do, in the words of a users file. */
  List<String> rights();

  /** Whether the node itself may be looked at ({@code VIEW}) or changed. */
  boolean mayNode(Right right);
}
