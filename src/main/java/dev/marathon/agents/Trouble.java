package dev.marathon.agents;

/** Why Mesos did not tell what was asked, in words for a user. */
public final class Trouble extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of trouble. */
  public enum Kind {
    /** The question was wrong. */
    REFUSED,
    /** There is no such file. */
    MISSING,
    /** It was there, and is no more. */
    GONE,
    /** Nobody answers, or not in time. */
    AWAY,
    /** Too much is asked at once. */
    BUSY,
    /** An answer that makes no sense, or that does not let us in. */
    STRANGE
  }

  private final Kind kind;

  private Trouble(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  static Trouble refused(String message) {
    return new Trouble(Kind.REFUSED, message);
  }

  static Trouble missing(String message) {
    return new Trouble(Kind.MISSING, message);
  }

  public static Trouble gone(String message) {
    return new Trouble(Kind.GONE, message);
  }

  public static Trouble away(String message) {
    return new Trouble(Kind.AWAY, message);
  }

  static Trouble busy(String message) {
    return new Trouble(Kind.BUSY, message);
  }

  static Trouble strange(String message) {
    return new Trouble(Kind.STRANGE, message);
  }
}
