package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaRange;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.headers.Accept;
import java.util.List;
import java.util.Optional;

/** Agrees with the client on the kind of answer. */
final class Negotiation {

  private Negotiation() {}

  /**
   * The best kind: highest quality first, then the order in which the resource offers them.
   *
   * @return empty if none is acceptable
   */
  static Optional<MediaType> choose(HttpRequest request, List<MediaType> offered) {
    var accept = request.getHeader(Accept.class);
    if (accept.isEmpty()) {
      return offered.stream().findFirst();
    }
    MediaType best = null;
    float quality = 0;
    for (var type : offered) {
      float wanted = quality(accept.get().getMediaRanges(), type);
      if (wanted > quality) {
        best = type;
        quality = wanted;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Quality that the most specific matching range gives to the type. */
  private static float quality(Iterable<MediaRange> ranges, MediaType type) {
    float quality = 0;
    int specific = -1;
    for (var range : ranges) {
      if (range.matches(type)) {
        int how = range.toString().startsWith("*/*") ? 0 : range.toString().contains("/*") ? 1 : 2;
        if (how > specific) {
          specific = how;
          quality = range.qValue();
        }
      }
    }
    return quality;
  }
}
