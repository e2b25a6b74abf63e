package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/** Headers that every answer has. */
final class CommonHeaders {

  private static final List<RawHeader> FIXED =
      List.of(
          RawHeader.create("Cache-Control", "no-cache, no-store, must-revalidate"),
          RawHeader.create("Pragma", "no-cache"),
          RawHeader.create("Expires", "0"),
          RawHeader.create("X-Frame-Options", "DENY"),
          RawHeader.create("X-XSS-Protection", "1; mode=block"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
          // Answers of the API are data: whatever they hold, nothing of it runs or is framed.
          RawHeader.create(
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

  private CommonHeaders() {}

  /** Adds those that the answer does not set itself. */
  static HttpResponse add(HttpRequest request, HttpResponse response, ApiContext context) {
    if (response.getHeader("X-Marathon-Via").isPresent()) {
      return response; // The leader's answer, with everything.
    }
    var missing =
        FIXED.stream().filter(header -> response.getHeader(header.name()).isEmpty()).toList();
    var all =
        response
            .addHeaders(List.copyOf(missing))
            .addHeader(RawHeader.create(RequestId.HEADER, RequestId.of(request)));
    return context
        .leaderUrl()
        .map(url -> all.addHeader(RawHeader.create("X-Marathon-Leader", url)))
        .orElse(all);
  }
}
