package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaRange;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.headers.Accept;
import java.util.ArrayList;
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
    var accepted = ranges(request);
    if (accepted.isEmpty()) {
      return offered.stream().findFirst();
    }
    MediaType best = null;
    float quality = 0;
    for (var type : offered) {
      float wanted = quality(accepted, type);
      if (wanted > quality) {
        best = type;
        quality = wanted;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Whether the client names the kind, or one that it belongs to; false if it names none at all.
   */
  static boolean accepts(HttpRequest request, MediaType type) {
    return quality(ranges(request), type) > 0;
  }

  /** Of all such headers: what stands in several means the same as with commas in one. */
  private static List<MediaRange> ranges(HttpRequest request) {
    var ranges = new ArrayList<MediaRange>();
    for (var header : request.getHeaders()) {
      if (header instanceof Accept accept) {
        accept.getMediaRanges().forEach(ranges::add);
      }
    }
    return ranges;
  }

  /** Quality that the most specific matching range gives to the type. */
  private static float quality(List<MediaRange> ranges, MediaType type) {
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
