package dev.marathon.local.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private interface Serving {
    void serve(Socket client) throws IOException;
  }

  private static ProbeResult get(boolean tls, Serving serving) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var thread =
          ThreadLane.daemon(
              () -> {
                try (var client = server.accept()) {
                  serving.serve(client);
                } catch (IOException gone) {
                  return;
                }
              },
              "server");
      thread.start();
      var result =
          HttpProbe.get(new Probe.Http(tls, "127.0.0.1", server.getLocalPort(), "ping"), TIMEOUT);
      thread.interrupt();
      return result;
    }
  }

  private static Serving answering(String text) {
    return client -> {
      client.getInputStream().read(new byte[1000]);
      client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "200,true",
    "204,true",
    "302,true",
    "399,true",
    "400,false",
    "404,false",
    "500,false",
    "199,false"
  })
  void statusesFrom200To399AreHealthy(int status, boolean healthy) throws Exception {
    var result = get(false, answering("HTTP/1.1 " + status + " Whatever\r\n\r\n"));

    assertThat(result).isEqualTo(new ProbeResult.Status(status));
    assertThat(result.healthy()).isEqualTo(healthy);
  }

  @Test
  void aServerThatSpeaksSomethingElseIsNotHealthy() throws Exception {
    assertThat(get(false, answering("hello\n"))).isEqualTo(new ProbeResult.Nothing());
    assertThat(get(false, answering(""))).isEqualTo(new ProbeResult.Nothing());
    assertThat(get(false, answering("x".repeat(10_000)))).isEqualTo(new ProbeResult.Nothing());
    assertThat(get(true, answering("HTTP/1.1 200 OK\r\n\r\n")))
        .isEqualTo(new ProbeResult.Nothing());
  }

  @Test
  @Timeout(60)
  void aServerThatDripsIsGivenUpAtTheTimeout() throws Exception {
    var result =
        get(
            false,
            client -> {
              try {
                while (true) {
                  client.getOutputStream().write('H');
                  Thread.sleep(50);
                }
              } catch (InterruptedException end) {
                return;
              }
            });

    assertThat(result).isEqualTo(new ProbeResult.Nothing());
  }

  @Test
  void theRequestAsksForTheWholePathAndClosesTheConnection() throws Exception {
    var heard = new StringBuilder();
    get(
        false,
        client -> {
          var bytes = new byte[1000];
          int n = client.getInputStream().read(bytes);
          heard.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
        });

    assertThat(heard.toString())
        .startsWith("GET /ping HTTP/1.1\r\nHost: 127.0.0.1:")
        .contains("Connection: close\r\n");
  }

  @Test
  void aConnectionIsEnoughForTcp() throws Exception {
    int port;
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      assertThat(HttpProbe.connects(new Probe.Tcp("127.0.0.1", port), TIMEOUT)).isTrue();
    }
    assertThat(HttpProbe.connects(new Probe.Tcp("127.0.0.1", port), TIMEOUT)).isFalse();
  }
}
