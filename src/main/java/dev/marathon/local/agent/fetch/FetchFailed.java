package dev.marathon.local.agent.fetch;

/** Why a URI could not be fetched; the message goes to the sandbox's stderr. */
public final class FetchFailed extends Exception {

  private static final long serialVersionUID = 1L;

  FetchFailed(String message) {
    super(message);
  }

  FetchFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
