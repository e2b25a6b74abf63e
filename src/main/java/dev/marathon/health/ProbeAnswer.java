package dev.marathon.health;

/** How one probe ended. */
public sealed interface ProbeAnswer {

  /** The target took the connection; all that a TCP probe asks. */
  record Connected() implements ProbeAnswer {}

  /**
   * The target answered a request.
   *
   * @param contentType empty if it names none
   * @param body its beginning
   */
  record Status(int status, String contentType, String body) implements ProbeAnswer {}

  /**
   * Nothing came that one could use: no connection, no answer in time, no HTTP.
   *
   * @param cause for people
   */
  record Silence(String cause) implements ProbeAnswer {}

  /** We could not ask, or could not listen: says nothing of the target. */
  record Interrupted(String cause) implements ProbeAnswer {}
}
