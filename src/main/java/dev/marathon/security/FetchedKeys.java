package dev.marathon.security;

import dev.marathon.config.InvalidSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys read from an URL: every so often, and sooner when a token names an unknown one, but never
 * twice within {@link #PAUSE}, whatever strangers send. While the URL gives nothing the last keys
 * hold, for at most {@link #KEPT}.
 */
final class FetchedKeys implements IssuerKeys {

  static final Duration PAUSE = Duration.ofSeconds(10);
  static final Duration KEPT = Duration.ofHours(24);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);

  /** What was read, and when. */
  private record Fetched(KeySet keys, byte[] content, long at) {}

  private final URI url;
  private final Duration refresh;
  private final LongSupplier nanoTime;
  private final Runnable changed;
  private final Duration timeout;
  private final HttpClient client;

  private volatile Fetched fetched;
  private boolean tried;
  private long triedAt;
  private String lastProblem = "";

  /**
   * @param changed told after each change
   */
  FetchedKeys(URI url, Duration refresh, LongSupplier nanoTime, Runnable changed) {
    this(url, refresh, nanoTime, changed, TIMEOUT);
  }

  FetchedKeys(
      URI url, Duration refresh, LongSupplier nanoTime, Runnable changed, Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.url = url;
    this.refresh = refresh;
    this.nanoTime = nanoTime;
    this.changed = changed;
    this.fetched = new Fetched(KeySet.EMPTY, new byte[0], nanoTime.getAsLong());
  }

  @Override
  public KeySet current() {
    var now = fetched;
    return nanoTime.getAsLong() - now.at() < KEPT.toNanos() ? now.keys() : KeySet.EMPTY;
  }

  /** Who comes while another one looks waits for what that one finds. */
  @Override
  public synchronized KeySet again() {
    if (!tried || nanoTime.getAsLong() - triedAt >= PAUSE.toNanos()) {
      fetch();
    }
    return current();
  }

  @Override
  public synchronized void check() {
    long since = nanoTime.getAsLong() - triedAt;
    boolean failed = !lastProblem.isEmpty() && since >= PAUSE.toNanos();
    if (!tried || failed || since >= refresh.toNanos()) {
      fetch();
    }
  }

  private void fetch() {
    tried = true;
    triedAt = nanoTime.getAsLong();
    try {
      var content = read();
      var before = fetched;
      boolean same = Arrays.equals(content, before.content());
      var keys = same ? before.keys() : KeySet.parse(url.toString(), content);
      fetched = new Fetched(keys, content, nanoTime.getAsLong());
      if (!same) {
        changed.run();
        LOG.info("{} keys read from {}", keys.keys().size(), url);
      }
      lastProblem = "";
    } catch (InvalidSettings unusable) {
      if (!unusable.getMessage().equals(lastProblem)) {
        lastProblem = unusable.getMessage();
        LOG.warn("{}; keys that were read before hold for a day", lastProblem);
      }
    }
  }

  private byte[] read() {
    var request =
        HttpRequest.newBuilder(url).timeout(timeout).header("Accept", "application/json").build();
    var answer = client.sendAsync(request, info -> new Limited());
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new InvalidSettings(url + " answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException late) {
      throw new InvalidSettings(url + " gave no answer within " + timeout.toSeconds() + " s", late);
    } catch (ExecutionException failed) {
      throw new InvalidSettings(
          url + " cannot be read: " + failed.getCause().getClass().getSimpleName(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InvalidSettings(url + " was not read", interrupted);
    } finally {
      answer.cancel(true);
    }
  }

  /** The body, if it is not too large. */
  private static final class Limited implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
    private Subscription subscription;
    private long left = KeySet.MAX_BYTES;

    @Override
    public CompletionStage<byte[]> getBody() {
      return all.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      all.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
      left -= part.stream().mapToLong(ByteBuffer::remaining).sum();
      if (left < 0) {
        subscription.cancel();
        all.onError(new IOException("more than " + KeySet.MAX_BYTES + " bytes"));
      } else {
        all.onNext(part);
      }
    }

    @Override
    public void onError(Throwable failure) {
      all.onError(failure);
    }

    @Override
    public void onComplete() {
      all.onComplete();
    }
  }
}
