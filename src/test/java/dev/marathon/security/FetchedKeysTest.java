package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.marathon.security.Issuer.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchedKeysTest {

  private static final Signer OLD = Signer.ec("old");
  private static final Signer NEW = Signer.ec("new");

  /** Answers one request. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final TestClock clock = new TestClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Answer answer = exchange -> send(exchange, 200, new Issuer(OLD).keys());
  private HttpServer server;
  private FetchedKeys keys;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          answer.to(exchange);
          exchange.close();
        });
    server.start();
    keys = keys(Duration.ofSeconds(60));
  }

  private FetchedKeys keys(Duration timeout) {
    return new FetchedKeys(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys"),
        Duration.ofMinutes(10),
        clock::nanos,
        () -> changes.incrementAndGet(),
        timeout);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private boolean knows(Signer signer) {
    return keys.current().find(signer.kid(), "ES256").isPresent();
  }

  @Test
  void keysAreReadOnceInTheirTimeAndTheirChangeIsTold() {
    keys.check();
    keys.check();
    clock.advance(Duration.ofMinutes(9));
    keys.check();
    assertThat(asked).hasValue(1);
    assertThat(knows(OLD)).isTrue();

    answer = exchange -> send(exchange, 200, new Issuer(NEW).keys());
    clock.advance(Duration.ofMinutes(1));
    keys.check();
    assertThat(knows(NEW)).isTrue();
    assertThat(knows(OLD)).isFalse();
    clock.advance(Duration.ofMinutes(10));
    keys.check();
    assertThat(asked).hasValue(3);
    assertThat(changes).hasValue(2);
  }

  @Test
  void anUnknownKeyMakesThemBeReadAgainButNotForEverybodyWhoMakesUpAName() {
    assertThat(keys.again().find("old", "ES256")).isPresent();
    answer = exchange -> send(exchange, 200, new Issuer(OLD, NEW).keys());
    for (int i = 0; i < 1_000; i++) {
      keys.again();
    }
    assertThat(asked).hasValue(1);

    clock.advance(FetchedKeys.PAUSE);
    assertThat(keys.again().find("new", "ES256")).isPresent();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whileNothingUsableComesTheLastKeysHoldForADay() {
    keys.check();
    for (Answer bad :
        new Answer[] {
          exchange -> send(exchange, 500, new Issuer(NEW).keys()),
          exchange -> send(exchange, 200, "<html>"),
          exchange -> send(exchange, 200, " ".repeat(KeySet.MAX_BYTES + 1)),
          exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            send(exchange, 302, new Issuer(NEW).keys());
          },
          exchange -> {}
        }) {
      answer = bad;
      clock.advance(Duration.ofMinutes(11));
      int before = asked.get();
      keys.check();
      assertThat(asked.get()).isGreaterThan(before);
      assertThat(knows(OLD)).isTrue();
      assertThat(knows(NEW)).isFalse();
    }
    clock.advance(FetchedKeys.KEPT);
    assertThat(knows(OLD)).isFalse();

    answer = exchange -> send(exchange, 200, new Issuer(OLD).keys());
    keys.check();
    assertThat(knows(OLD)).isTrue();
  }

  @Test
  void anAnswerWithoutAnEndIsGivenUp() {
    keys = keys(Duration.ofSeconds(1));
    var over = new CountDownLatch(1);
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        };

    keys.check();

    over.countDown();
    assertThat(keys.current()).isEqualTo(KeySet.EMPTY);
  }
}
