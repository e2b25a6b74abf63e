package dev.marathon.cli;

import static dev.marathon.cli.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.marathon.testing.SelfSigned;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {

  private static final String OK = answer("200 OK", "{\"a\":\"\u00e4\"}");

  @TempDir Path directory;

  private static Server server(Optional<Path> cacert, String... urls) {
    var settings =
        new Connection.Settings(
            List.of(urls), Optional.of("me"), Optional.of("pw"), Optional.empty(), cacert);
    var nothing = new PrintWriter(new StringWriter());
    return Server.connect(settings, new Printer(nothing, nothing, Format.table, false, false));
  }

  private static Server server(String... urls) {
    return server(Optional.empty(), urls);
  }

  private static void fails(Exit exit, String message, Runnable command) {
    assertThatThrownBy(command::run)
        .hasMessageContaining(message)
        .asInstanceOf(type(CliFailure.class))
        .extracting(CliFailure::exit)
        .isEqualTo(exit);
  }

  @Test
  void aRedirectKeepsMethodBodyAndCredentials() throws Exception {
    try (var leader = ScriptedServer.answering(OK, OK);
        var standby =
            ScriptedServer.answering(
                answer("307 Temporary Redirect\nLocation: " + leader.url() + "/x?y=1", ""),
                answer("302 Found\nlocation: " + leader.url() + "/x", ""))) {
      for (var method : List.of("PUT", "PATCH")) {
        var answer = server(standby.url()).send(method, "/x?y=1", TextNode.valueOf("b\u00f6dy"));
        assertThat(answer.path("a").asText()).isEqualTo("\u00e4");
      }
      assertThat(leader.requests().get(0))
          .startsWith("PUT /x?y=1 HTTP/1.1\r\n")
          .contains("\r\nHost: localhost:" + leader.port() + "\r\n")
          .contains("\r\nAuthorization: Basic bWU6cHc=\r\n")
          .endsWith("\r\n\r\n\"b\u00f6dy\"");
      assertThat(leader.requests().get(1)).startsWith("PATCH /x ").endsWith("\"b\u00f6dy\"");
    }
  }

  @Test
  void aCircleOfRedirectsEnds() throws Exception {
    var again = answer("307 Temporary Redirect\nLocation: /again", "");
    try (var circle = ScriptedServer.answering(again, again, again, again, again, again)) {
      fails(Exit.UNREACHABLE, "redirected more than", () -> server(circle.url()).get("/x"));
      assertThat(circle.requests()).hasSize(5);
    }
  }

  @Test
  void theNextUrlIsAskedWhereNobodyListens() throws Exception {
    try (var second = ScriptedServer.answering(OK)) {
      assertThat(server("http://127.0.0.1:1", second.url()).get("/x").has("a")).isTrue();
    }
    fails(Exit.UNREACHABLE, "refused", () -> server("http://127.0.0.1:1").get("/x"));
  }

  @Test
  void aChangeIsSentOnceAlthoughTheServerGoesAway() throws Exception {
    try (var dying = ScriptedServer.answering("", OK)) {
      fails(
          Exit.UNREACHABLE,
          "closed before",
          () -> server(dying.url()).send("DELETE", "/v2/leader"));
      assertThat(dying.requests()).hasSize(1);
    }
  }

  @Test
  void bodiesEndByLengthByChunksOrByTheEndOfTheConnection() throws Exception {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 100 Continue\r\n\r\n" + OK,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\n{\"a\r\nA\r\n\":\"0123456\r\n2\r\n\"}\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\n{\"a\":1}",
            "HTTP/1.1 204 No Content\r\n\r\n")) {
      var client = server(server.url());
      assertThat(client.get("/x").path("a").asText()).isEqualTo("\u00e4");
      assertThat(client.get("/x").path("a").asText()).isEqualTo("0123456");
      assertThat(client.get("/x").path("a").asInt()).isEqualTo(1);
      assertThat(client.get("/x").isMissingNode()).isTrue();
    }
  }

  @Test
  void whatIsCutOrNoHttpIsNoAnswer() throws Exception {
    for (var cut :
        List.of(
            OK.substring(0, OK.length() - 1),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n{}",
            "SSH-2.0-OpenSSH_9.2\r\n")) {
      try (var server = ScriptedServer.answering(cut)) {
        fails(Exit.UNREACHABLE, "cannot reach", () -> server(server.url()).get("/x"));
      }
    }
  }

  @Test
  void refusalsKeepTheServersWords() throws Exception {
    var no = "{\"message\":\"who are you\"}";
    try (var server =
        ScriptedServer.answering(
            answer("401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"", no),
            answer("404 Not Found", no),
            answer("403 Forbidden", no),
            answer("503 Service Unavailable", no))) {
      var client = server(server.url());
      fails(Exit.DENIED, "who are you", () -> client.send("PUT", "/x", TextNode.valueOf("b")));
      assertThat(client.find("/x")).isEmpty();
      fails(Exit.DENIED, "who are you", () -> client.lines("/x", Map.of()));
      fails(Exit.UNREACHABLE, "who are you", () -> client.bytes("/x"));
    }
  }

  @Test
  void whatCannotBeSentIsSaidBeforeItIs() throws Exception {
    try (var server = ScriptedServer.answering(OK)) {
      var client = server(server.url());
      fails(
          Exit.USAGE,
          "Last-Event-ID",
          () -> client.lines("/x", Map.of("Last-Event-ID", "1\r\nA: b")));
      fails(Exit.USAGE, "no HTTP method", () -> client.raw("GET /y", "/x", Optional.empty()));
      fails(Exit.USAGE, "cannot be asked", () -> client.get("/x y"));
      fails(Exit.USAGE, "must be http", () -> server("ftp://x").get("/x"));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void linesComeUntilAnotherThreadClosesThem() throws Exception {
    try (var socket = new ServerSocket(0)) {
      var accepted =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  var connection = socket.accept();
                  var text =
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\none\ntw\r\n2\r\no\n\r\n";
                  connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                  return connection;
                } catch (java.io.IOException failed) {
                  throw new java.io.UncheckedIOException(failed);
                }
              });
      var lines = server("http://localhost:" + socket.getLocalPort()).lines("/x", Map.of());
      var seen = new java.util.concurrent.LinkedBlockingQueue<String>();
      var reader = CompletableFuture.runAsync(() -> lines.forEach(seen::add));
      assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("one");
      assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("two");
      assertThat(reader).isNotDone();
      lines.close();
      assertThat(reader).failsWithin(java.time.Duration.ofSeconds(60));
      accepted.get().close();
    }
  }

  @Test
  void aServersCertificateMustBeTrustedAndNameTheServer() throws Exception {
    var localhost = signed("localhost");
    var other = signed("other.example.org");
    try (var server = ScriptedServer.answering(tls(localhost), OK, OK)) {
      var url = "https://localhost:" + server.port();
      assertThat(server(Optional.of(localhost.certificate()), url).get("/x").has("a")).isTrue();
      fails(Exit.UNREACHABLE, "PKIX", () -> server(url).get("/x"));
    }
    try (var server = ScriptedServer.answering(tls(other), OK)) {
      var url = "https://localhost:" + server.port();
      var trusting = server(Optional.of(other.certificate()), url);
      fails(Exit.UNREACHABLE, "No name matching localhost", () -> trusting.get("/x"));
    }
  }

  @Test
  void nothingIsSentFromHttpsToHttp() throws Exception {
    var localhost = signed("localhost");
    try (var plain = ScriptedServer.answering(OK);
        var server =
            ScriptedServer.answering(
                tls(localhost),
                answer("307 Temporary Redirect\nLocation: " + plain.url() + "/x", ""))) {
      var client =
          server(Optional.of(localhost.certificate()), "https://localhost:" + server.port());
      fails(Exit.UNREACHABLE, "redirected from https", () -> client.get("/x"));
      assertThat(plain.requests()).isEmpty();
    }
  }

  private SelfSigned signed(String host) throws Exception {
    return SelfSigned.create(directory, host, host, "EC");
  }

  private static ServerSocket tls(SelfSigned own) throws Exception {
    return SelfSigned.context(own.keystore()).getServerSocketFactory().createServerSocket(0);
  }
}
