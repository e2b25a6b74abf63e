package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The name of a request in its answer, in the log, and on the way from a standby to the leader: the
 * client's own if it gives one, else a new one.
 */
final class RequestId {

  static final String HEADER = "X-Request-Id";

  /** Anything else could break a line of the log, or fill it. */
  private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  private static final String PROCESS =
      Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
  private static final AtomicLong LAST = new AtomicLong();

  private RequestId() {}

  /** The same request, with a name. */
  static HttpRequest named(HttpRequest request) {
    var own = request.getHeader(HEADER);
    if (own.isPresent() && SOUND.matcher(own.get().value()).matches()) {
      return request;
    }
    var id = PROCESS + "-" + Long.toString(LAST.incrementAndGet(), Character.MAX_RADIX);
    return request.removeHeader(HEADER).addHeader(RawHeader.create(HEADER, id));
  }

  /** Of a request that has a name. */
  static String of(HttpRequest named) {
    return named.getHeader(HEADER).orElseThrow().value();
  }
}
