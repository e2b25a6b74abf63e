package dev.marathon.api;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.Optional;
import java.util.Set;

/**
 * Pages of other sites that the operator named may read ({@code --access_control_allow_origin});
 * they may never change anything. Source: the original's headers; where it repeats the origin's
 * header for each configured one, we name the one that asks.
 *
 * @param origins as browsers send them, or {@code *}; empty: none
 */
record CrossOrigin(Set<String> origins) {

  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final String MAX_AGE = "86400";

  /**
   * The answer to a browser that asks before it reads. It never sends credentials with that
   * question, so it is answered without; it tells nothing but what is configured.
   */
  Optional<HttpResponse> preflight(HttpRequest request) {
    boolean asks =
        request.method().equals(HttpMethods.OPTIONS)
            && request.getHeader("Access-Control-Request-Method").isPresent()
            && request.getHeader("Authorization").isEmpty();
    return asks && allowed(request).isPresent()
        ? Optional.of(Responses.empty(200))
        : Optional.empty();
  }

  HttpResponse add(HttpRequest request, HttpResponse response) {
    if (origins.isEmpty()) {
      return response;
    }
    var varying =
        origins.size() > 1 ? response.addHeader(RawHeader.create("Vary", "Origin")) : response;
    var allowed = allowed(request);
    if (allowed.isEmpty()) {
      return varying;
    }
    var headers =
        varying
            .addHeader(RawHeader.create("Access-Control-Allow-Origin", allowed.get()))
            .addHeader(RawHeader.create("Access-Control-Allow-Methods", METHODS))
            .addHeader(RawHeader.create("Access-Control-Max-Age", MAX_AGE));
    return request
        .getHeader("Access-Control-Request-Headers")
        .map(
            asked ->
                headers.addHeader(RawHeader.create("Access-Control-Allow-Headers", asked.value())))
        .orElse(headers);
  }

  /** What the origin's header says; a single configured one does not depend on who asks. */
  private Optional<String> allowed(HttpRequest request) {
    if (origins.contains("*")) {
      return Optional.of("*");
    }
    return origins.size() == 1
        ? origins.stream().findFirst()
        : request.getHeader("Origin").map(header -> header.value()).filter(origins::contains);
  }
}
