package dev.marathon.callbacks.actor;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * By HTTP/1.1, without following redirects. Taken means: status 2xx, body included, within the
 * timeout.
 */
public final class HttpPosting implements Posting {

  private final Duration timeout;
  private final Executor threads;
  private Optional<HttpClient> opened = Optional.empty();

  public HttpPosting(Duration timeout, Executor threads) {
    this.timeout = timeout;
    this.threads = threads;
  }

  /** Made when it is needed first: it takes a while, and a take-over is not the time for it. */
  private synchronized HttpClient client() {
    var client =
        opened.orElseGet(
            () ->
                HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout)
                    .executor(threads)
                    .build());
    opened = Optional.of(client);
    return client;
  }

  @Override
  public CompletionStage<Optional<Problem>> post(URI url, long number, byte[] json) {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("X-Marathon-Event-Id", Long.toString(number))
            .POST(BodyPublishers.ofByteArray(json))
            .build();
    var answer = client().sendAsync(request, BodyHandlers.discarding());
    var inTime = answer.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return inTime.handle(
        (response, failure) -> {
          // An answer without an end would otherwise keep its connection.
          answer.cancel(true);
          return failure == null ? problem(response) : Optional.of(Problem.away(problem(failure)));
        });
  }

  private static Optional<Problem> problem(HttpResponse<Void> response) {
    return response.statusCode() / 100 == 2
        ? Optional.empty()
        : Optional.of(Problem.answered(response.statusCode()));
  }

  private String problem(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return "no answer within " + timeout.toMillis() + " ms";
    }
    if (cause instanceof ConnectException) {
      return "cannot be reached";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
