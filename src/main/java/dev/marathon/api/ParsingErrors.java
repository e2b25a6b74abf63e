package dev.marathon.api;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is too malformed to become a request (header floods, broken lengths, unknown
 * methods) in the form of every other refusal. Named in {@code akka.http.server.parsing}.
 *
 * <p>Logged at debug only: whoever can connect could otherwise fill the log.
 */
public final class ParsingErrors extends ParsingErrorHandler {

  /** Where Akka looks for the only one. */
  public static final ParsingErrors MODULE$ = new ParsingErrors();

  private ParsingErrors() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    log.debug("refused {}: {}", status.intValue(), error.summary());
    return ApiError.of(status.intValue(), error.summary()).response();
  }
}
