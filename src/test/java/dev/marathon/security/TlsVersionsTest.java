package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpResponse;
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.HttpsSettings;
import dev.marathon.testing.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another implementation of TLS gets to hear. */
class TlsVersionsTest {

  @TempDir static Path directory;

  private static ActorSystem system;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(output("openssl", "version").startsWith("OpenSSL"), "no openssl");
    var server = SelfSigned.create(directory, "server");
    var settings =
        new HttpsSettings(
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.of(server.certificate()),
            Optional.of(server.key()),
            true);
    system =
        ActorSystem.create(
            "tls",
            ConfigFactory.parseString("akka { loglevel = ERROR, actor.provider = local }")
                .withFallback(ConfigFactory.load()));
    port =
        Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .enableHttps(Tls.of(settings).connections())
            .bindSync(request -> HttpResponse.create())
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS)
            .localAddress()
            .getPort();
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.terminate();
    }
  }

  private static String output(String... command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    } catch (IOException missing) {
      return "";
    }
  }

  private static String connect(String... options) throws InterruptedException {
    var command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(options));
    return output(command.toArray(String[]::new));
  }

  @Test
  void today() throws InterruptedException {
    assertThat(connect("-tls1_2")).contains("Protocol  : TLSv1.2", "Verify return code");
    assertThat(connect("-tls1_3")).contains("New, TLSv1.3");
  }

  @Test
  void versionsOfYesterdayAreRefused() throws InterruptedException {
    for (var version : List.of("-tls1", "-tls1_1")) {
      var answer = connect(version, "-cipher", "DEFAULT:@SECLEVEL=0");
      assumeTrue(!answer.contains("nknown option"), "this openssl has no " + version);
      assertThat(answer)
          .as(version)
          .contains("alert protocol version")
          .contains("Cipher is (NONE)");
    }
  }

  @Test
  void ciphersWithoutForwardSecrecyOrAuthenticationAreRefused() throws InterruptedException {
    for (var cipher : List.of("AES128-SHA", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA")) {
      assertThat(connect("-tls1_2", "-cipher", cipher))
          .as(cipher)
          .contains("alert handshake failure")
          .contains("Cipher is (NONE)");
    }
    assertThat(connect("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"))
        .contains("Cipher is ECDHE-RSA-AES128-GCM-SHA256");
  }
}
