package dev.marathon.api;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Carries a refusal through completion stages to the one place that answers. Has no stack. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  Refused(ApiError error) {
    super(error.body().path("message").asText(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }

  /** The refusal inside an exception, if it is one. */
  static Optional<ApiError> in(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Refused refused ? Optional.of(refused.error()) : Optional.empty();
  }
}
