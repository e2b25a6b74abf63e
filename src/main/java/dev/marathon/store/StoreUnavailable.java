package dev.marathon.store;

import java.io.IOException;

/** The store does not answer now; worth another try. The message is one sentence. */
public final class StoreUnavailable extends IOException {
  private static final long serialVersionUID = 1L;

  StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
