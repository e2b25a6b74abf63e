package dev.marathon.local.master;

/**
 * The HTTP answer to a call.
 *
 * @param body plain text, empty on success
 */
public record Answer(int status, String body) {
  public static final Answer OK = new Answer(200, "");
  public static final Answer ACCEPTED = new Answer(202, "");

  public static Answer badRequest(String body) {
    return new Answer(400, body);
  }
}
