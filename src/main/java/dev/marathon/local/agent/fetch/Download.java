package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Gets a file over HTTP. */
final class Download {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private final FetchLimits limits;
  private final BooleanSupplier cancelled;

  /**
   * @param cancelled looked at every 100 ms
   */
  Download(FetchLimits limits, BooleanSupplier cancelled) {
    this.limits = limits;
    this.cancelled = cancelled;
  }

  /** Announced length of what a URI names; empty if the server does not say. */
  OptionalLong length(URI uri) {
    var head =
        HttpRequest.newBuilder(uri)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .timeout(limits.stall())
            .build();
    try {
      var response = CLIENT.send(head, HttpResponse.BodyHandlers.discarding());
      return response.headers().firstValueAsLong("Content-Length");
    } catch (IOException | NumberFormatException unknown) {
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /**
   * Writes what the server answers into a new file, also an error page.
   *
   * @throws FetchFailed if the answer is not 200, too large, too slow, or no longer wanted
   */
  void get(URI uri, Path file) throws FetchFailed, IOException {
    try (var out =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var body = new Body(out, limits.download());
      var request = HttpRequest.newBuilder(uri).GET().build();
      int status = await(CLIENT.sendAsync(request, head -> body), body);
      if (status != 200) {
        throw new FetchFailed("Error downloading resource, received HTTP return code " + status);
      }
    }
  }

  private int await(CompletableFuture<HttpResponse<Void>> answer, Body body) throws FetchFailed {
    long quietSince = System.nanoTime();
    long received = 0;
    while (true) {
      try {
        return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      } catch (TimeoutException notYet) {
        if (body.received != received) {
          received = body.received;
          quietSince = System.nanoTime();
        }
        boolean stalled = System.nanoTime() - quietSince > limits.stall().toNanos();
        if (stalled || cancelled.getAsBoolean()) {
          answer.cancel(true);
          throw new FetchFailed(stalled ? "Error downloading resource: it stalled" : "given up");
        }
      } catch (ExecutionException e) {
        throw new FetchFailed("Error downloading resource: " + reason(e.getCause()), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        answer.cancel(true);
        throw new FetchFailed("given up", e);
      }
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Writes bytes as they come, up to a limit. */
  private static final class Body implements HttpResponse.BodySubscriber<Void> {
    private final WritableByteChannel out;
    private final long limit;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.Subscription subscription;

    /** Written by the subscription only, read by whoever waits for progress. */
    private volatile long received;

    Body(WritableByteChannel out, long limit) {
      this.out = out;
      this.limit = limit;
    }

    @Override
    public CompletionStage<Void> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(1);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void onNext(List<ByteBuffer> buffers) {
      try {
        for (var buffer : buffers) {
          received = received + buffer.remaining();
          if (received > limit) {
            throw new IOException("larger than the limit of " + limit + " bytes");
          }
          while (buffer.hasRemaining()) {
            out.write(buffer);
          }
        }
        subscription.request(1);
      } catch (IOException e) {
        subscription.cancel();
        done.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }
}
