package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean harm, from one address; somebody at another address is answered all the while. */
class HostileIT {

  private static final int CONNECTIONS = 10_000;
  private static final String POST =
      "POST /v2/apps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n";

  @TempDir static Path directory;

  private static NodeProcess node;
  private static InetSocketAddress address;

  @BeforeAll
  static void start() throws IOException {
    node = NodeProcess.local(directory, "--simulate");
    var root = URI.create(node.api().root());
    address = new InetSocketAddress(root.getHost(), root.getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
    assertThat(node.errors()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
  }

  @AfterEach
  void othersAreAnsweredAndNothingWasStored() throws IOException {
    assertThat(someoneElse()).startsWith("HTTP/1.1 200").contains("{\"apps\":[]}");
  }

  /** Asks from another loopback address; fails after three seconds. */
  private static String someoneElse() throws IOException {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
      socket.setSoTimeout(3_000);
      socket.connect(address, 3_000);
      socket
          .getOutputStream()
          .write(
              "GET /v2/apps HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Api.Reply send(String head, byte[] body) throws IOException {
    return RawHttp.send(node.api().root(), head, body);
  }

  @Test
  void tenThousandConnectionsThatNeverFinishARequest() throws IOException {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        var socket = new Socket();
        try {
          socket.connect(address, 5_000);
          socket
              .getOutputStream()
              .write("GET /ping HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
          slow.add(socket);
        } catch (IOException refused) {
          socket.close(); // Closed by the node, as it should be, or no descriptor is left here.
        }
        if (i % 1_000 == 999) {
          assertThat(someoneElse()).as("after " + i).startsWith("HTTP/1.1 200");
        }
      }
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> node.api().get("/ping").status() == 200);
  }

  @Test
  void hundredMegabytes() throws IOException {
    var reply = send(POST + "Content-Length: 104857600\r\n\r\n", new byte[1 << 20]);
    assertThat(reply.status()).isEqualTo(413);
    var chunk = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").repeat(12);
    var chunked =
        send(POST + "Transfer-Encoding: chunked\r\n\r\n", chunk.getBytes(StandardCharsets.US_ASCII));
    assertThat(chunked.status()).isEqualTo(413);
  }

  @Test
  void aHundredThousandLevels() throws IOException {
    for (var body : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000))) {
      for (var path : List.of("/v2/apps", "/v2/groups", "/v2/tasks/delete", "/v1/apps/start")) {
        var reply =
            send(
                POST.replace("/v2/apps", path) + "Content-Length: " + body.length() + "\r\n\r\n",
                body.getBytes(StandardCharsets.US_ASCII));
        assertThat(reply.status()).as(path).isEqualTo(400);
        assertThat(reply.body()).contains("64 levels");
      }
    }
  }

  @Test
  void aBodyThatUnpacksToAGigabyteIsNotUnpacked() throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bomb)) {
      var zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        gzip.write(zeros);
      }
    }
    var reply =
        send(
            POST + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n",
            bomb.toByteArray());
    assertThat(reply.status()).isIn(400, 415);
  }

  @Test
  void floodsOfHeaders() throws IOException {
    var many = new StringBuilder("GET /ping HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 100_000; i++) {
      many.append("X-").append(i).append(": y\r\n");
    }
    assertThat(send(many + "\r\n", new byte[0]).status()).as("more than 64").isEqualTo(400);
    var large = "GET /ping HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(1 << 20) + "\r\n\r\n";
    assertThat(send(large, new byte[0]).status()).isEqualTo(431);
    var uri = "GET /" + "y".repeat(1 << 20) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(send(uri, new byte[0]).status()).isEqualTo(414);
  }

  @Test
  void idsThatClimb() throws IOException {
    for (var id : List.of("..", "../..", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e", "..%00", "%5c..%5c")) {
      for (var path :
          List.of(
              "/v2/apps/%s", "/v2/apps/%s/tasks", "/v2/apps/a/tasks/%s", "/v2/apps/%s/versions",
              "/v2/apps/a/versions/%s", "/v2/groups/%s", "/v2/groups/%s/versions", "/v2/deployments/%s",
              "/v2/queue/%s/delay", "/v2/plugins/%s", "/v1/apps/%s/tasks", "/v1/endpoints/%s", "/ui/%s")) {
        for (var method : List.of("GET", "DELETE")) {
          var reply =
              send(
                  "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                      .formatted(method, path.formatted(id)),
                  new byte[0]);
          assertThat(reply.status()).as(method + " " + path.formatted(id)).isBetween(200, 499);
          assertThat(reply.body()).doesNotContain("root:");
        }
      }
    }
  }
}
