package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/**
 * Answers one method of one resource. May fail, at once or later, with {@link Refused}; any other
 * failure is a bug and answered 500.
 */
@FunctionalInterface
public interface Handler {
  CompletionStage<HttpResponse> handle(Call call);
}
