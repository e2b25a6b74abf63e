package dev.marathon.security;

/** A name with the rights that go with it. */
public record Granted(String who, Grants grants) implements Identity {

  /** Anybody, where no access control is configured. */
  public static final Granted ANYBODY = new Granted("anonymous", Grants.everything());

  /** Anybody at a path that is open to all; may do nothing else. */
  public static final Granted NOBODY = new Granted("anonymous", Grants.nothing());

  @Override
  public boolean may(Right right, String path) {
    return grants.may(right, path);
  }

  @Override
  public boolean reaches(Right right, String path) {
    return grants.reaches(right, path);
  }

  @Override
  public boolean mayNode(Right right) {
    return grants.mayNode(right);
  }
}
