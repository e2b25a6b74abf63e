package dev.marathon.base;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What may be called back. */
public final class CallbackUrl {

  private static final int MAX_LENGTH = 2_000;

  private CallbackUrl() {}

  /** Why this text is no URL that can be called back; empty if it is one. */
  public static Optional<String> problem(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.of("must have at most " + MAX_LENGTH + " characters");
    }
    try {
      var url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      if ((!http && !"https".equalsIgnoreCase(url.getScheme())) || url.getHost() == null) {
        return Optional.of("must be an absolute http or https URL");
      }
      if (url.getRawUserInfo() != null) {
        return Optional.of("must not contain a user or a password: everybody could read them here");
      }
      return url.getRawFragment() == null
          ? Optional.empty()
          : Optional.of("must not have a fragment");
    } catch (URISyntaxException invalid) {
      return Optional.of("is not a URL: " + invalid.getReason());
    }
  }
}
