package dev.marathon.api;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request that was answered. Without the query: what stands there may be a
 * secret.
 */
final class RequestLog {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private RequestLog() {}

  static void answered(HttpRequest request, int status, Duration took) {
    var method = request.method().value();
    var path = request.getUri().path();
    var id = RequestId.of(request);
    LOG.atInfo()
        .addKeyValue("request", id)
        .addKeyValue("method", method)
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .addKeyValue("ms", took.toMillis())
        .addKeyValue(
            "remote",
            request
                .getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress())
                .map(address -> address.getHostAddress())
                .orElse("unknown"))
        .log("{} {} {} in {} ms, request {}", method, path, status, took.toMillis(), id);
  }
}
