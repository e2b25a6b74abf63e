package dev.marathon.health.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.marathon.health.Endpoint;
import dev.marathon.health.Probe;
import dev.marathon.health.ProbeAnswer;
import dev.marathon.testing.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of real sockets. */
class ProberTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Targets targets = new Targets();
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final Prober prober = Prober.start(failed::complete);

  @AfterEach
  void stop() {
    prober.close();
    targets.close();
    assertThat(failed).isNotDone();
  }

  private ProbeAnswer ask(Probe probe, Duration timeout) throws Exception {
    var answer = new CompletableFuture<ProbeAnswer>();
    prober.probe(probe, timeout, answer::complete);
    return answer.get(30, TimeUnit.SECONDS);
  }

  private static Probe http(int port) {
    return http("127.0.0.1", port, false);
  }

  private static Probe http(String host, int port, boolean tls) {
    return new Probe.Http(new Endpoint(host, port), tls, "/x");
  }

  private static Probe tcp(int port) {
    return new Probe.Tcp(new Endpoint("127.0.0.1", port));
  }

  private static String cause(ProbeAnswer answer) {
    assertThat(answer).isInstanceOf(ProbeAnswer.Silence.class);
    return ((ProbeAnswer.Silence) answer).cause();
  }

  @Test
  void httpAnswersComeWithStatusTypeAndBody() throws Exception {
    int port =
        targets.saying("HTTP/1.1 503 No\r\nContent-Type: text/x\r\nContent-Length: 4\r\n\r\nbusy");
    assertThat(ask(http(port), LONG)).isEqualTo(new ProbeAnswer.Status(503, "text/x", "busy"));
  }

  @Test
  void bodyUpToTheEndOfTheConnectionIsTakenWhole() throws Exception {
    int port = targets.saying("HTTP/1.0 200 OK\r\n\r\nto the end");
    assertThat(ask(http(port), LONG)).isEqualTo(new ProbeAnswer.Status(200, "", "to the end"));
  }

  @Test
  void hostNamesAreResolved() throws Exception {
    int port = targets.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(ask(http("localhost", port, false), LONG))
        .isEqualTo(new ProbeAnswer.Status(200, "", ""));
    assertThat(cause(ask(http("no-such-host.invalid", port, false), LONG)))
        .contains("no-such-host.invalid");
  }

  @Test
  void connectionIsAllThatTcpAsks() throws Exception {
    assertThat(ask(tcp(targets.hanging(5)), LONG)).isEqualTo(new ProbeAnswer.Connected());
    assertThat(cause(ask(tcp(targets.closed()), LONG))).contains("refused");
  }

  @Test
  void whatIsNotHttpIsNoAnswer() throws Exception {
    assertThat(cause(ask(http(targets.saying("SSH-2.0-x\r\n")), LONG))).contains("not HTTP");
    assertThat(cause(ask(http(targets.saying("")), LONG))).contains("without an answer");
    assertThat(cause(ask(http(targets.closed()), LONG))).contains("refused");
    int port = targets.saying("HTTP/1.1 200 OK\r\n\r\n");
    assertThat(ask(http("127.0.0.1", port, true), LONG)).isInstanceOf(ProbeAnswer.Silence.class);
  }

  @Test
  void timeoutEndsAProbeHoweverTheTargetHangs() throws Exception {
    assertThat(cause(ask(http(targets.hanging(5)), SHORT))).contains("no answer within");
    assertThat(cause(ask(http("127.0.0.1", targets.hanging(5), true), SHORT)))
        .contains("no answer within");
    var end = new CountDownLatch(1);
    int drips =
        targets.serving(
            client -> {
              try {
                while (!end.await(20, TimeUnit.MILLISECONDS)) {
                  Targets.respond(client, "H");
                }
              } catch (InterruptedException interrupted) {
                return;
              }
            });
    assertThat(ask(http(drips), SHORT)).isInstanceOf(ProbeAnswer.Silence.class);
    end.countDown();
  }

  @Test
  void statusCountsAlsoIfTheResponseNeverEnds() throws Exception {
    var end = new CountDownLatch(1);
    int port =
        targets.serving(
            client -> {
              client.getInputStream().read(new byte[4_000]);
              Targets.respond(client, "HTTP/1.1 200 OK\r\n\r\nfor ever");
              try {
                end.await();
              } catch (InterruptedException interrupted) {
                return;
              }
            });
    long begin = System.nanoTime();
    assertThat(ask(http(port), LONG)).isEqualTo(new ProbeAnswer.Status(200, "", "for ever"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    end.countDown();
  }

  @Test
  void tlsTakesAnyCertificate(@TempDir Path directory) throws Exception {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var somebody = SelfSigned.create(directory, "keys", "somebody.else", "EC").keystore();
    server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(somebody)));
    server.createContext(
        "/",
        exchange -> {
          var body = new byte[100_000];
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var probe = http("127.0.0.1", server.getAddress().getPort(), true);
      for (int i = 0; i < 3; i++) {
        var answer = (ProbeAnswer.Status) ask(probe, LONG);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(16 << 10);
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void hangingTargetsCostNoThreadsAndHoldUpNobody() throws Exception {
    int hanging = targets.hanging(2_000);
    int well = targets.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    int threads = Thread.activeCount();
    var silent = new AtomicInteger();
    var all = new ArrayList<CompletableFuture<ProbeAnswer>>();
    for (int i = 0; i < 1_500; i++) {
      var answer = new CompletableFuture<ProbeAnswer>();
      prober.probe(http(hanging), Duration.ofSeconds(3), answer::complete);
      all.add(answer);
    }
    assertThat(ask(http(well), Duration.ofSeconds(2)))
        .isEqualTo(new ProbeAnswer.Status(200, "", ""));
    assertThat(Thread.activeCount()).isLessThan(threads + 10);
    for (var answer : all) {
      silent.addAndGet(answer.get(30, TimeUnit.SECONDS) instanceof ProbeAnswer.Silence ? 1 : 0);
    }
    assertThat(silent).hasValue(1_500);
  }

  @Test
  void pauseOfTheProberSaysNothingOfItsTargets() throws Exception {
    var late = new CompletableFuture<ProbeAnswer>();
    prober.probe(http(targets.hanging(5)), Duration.ofSeconds(1), late::complete);
    var sleeps = new CountDownLatch(1);
    // Whoever is told of an answer holds the prober up: so it misses what happens meanwhile.
    prober.probe(
        tcp(targets.hanging(5)),
        LONG,
        answer -> {
          try {
            sleeps.await(1_500, TimeUnit.MILLISECONDS);
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
        });
    assertThat(late.get(30, TimeUnit.SECONDS)).isInstanceOf(ProbeAnswer.Interrupted.class);
    assertThat(ask(tcp(targets.hanging(5)), LONG)).isEqualTo(new ProbeAnswer.Connected());
  }
}
