package dev.marathon.local.http;

import java.util.Optional;

/** Which encoding of the event stream a client takes. */
final class AcceptHeader {
  private AcceptHeader() {}

  /**
   * JSON if allowed, else protobuf, else empty; quality values do not count.
   *
   * @param header empty if absent, which allows everything
   */
  static Optional<ContentFormat> choose(Optional<String> header) {
    if (header.isEmpty()) {
      return Optional.of(ContentFormat.JSON);
    }
    for (var format : ContentFormat.values()) {
      if (allows(header.get(), format.mediaType)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private static boolean allows(String header, String mediaType) {
    for (var range : header.split(",", -1)) {
      var type = range.split(";", 2)[0].strip();
      if (type.equals(mediaType) || type.equals("*/*") || type.equals("application/*")) {
        return true;
      }
    }
    return false;
  }
}
