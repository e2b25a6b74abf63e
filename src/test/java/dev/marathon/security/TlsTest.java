package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.config.HttpsSettings;
import dev.marathon.config.InvalidSettings;
import dev.marathon.config.Secret;
import dev.marathon.testing.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  @TempDir Path directory;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private SelfSigned signed(String name, String algorithm) throws Exception {
    return SelfSigned.create(directory, name, "marathon", algorithm);
  }

  private static HttpsSettings settings(Path certificate, Path key) {
    return new HttpsSettings(
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(certificate),
        Optional.of(key),
        true);
  }

  private static HttpsSettings settings(Path keystore, String password) {
    return new HttpsSettings(
        Optional.empty(),
        0,
        Optional.of(keystore),
        Optional.of(new Secret(password)),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @Test
  void keysOfEachKindAreReadFromPem() throws Exception {
    for (var algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      var own = signed(algorithm, algorithm);
      var tls = Tls.of(settings(own.certificate(), own.key()));
      var engine = tls.engine();
      assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
      assertThat(engine.getEnabledCipherSuites())
          .isNotEmpty()
          .noneMatch(suite -> suite.contains("_CBC_") || suite.startsWith("TLS_RSA_"));
    }
  }

  @Test
  void aKeystoreOpensByItsPasswordOnly() throws Exception {
    var file = signed("own", "EC").keystore();
    Tls.of(settings(file, SelfSigned.PASSWORD));
    assertThatThrownBy(() -> Tls.of(settings(file, "wrong-one")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(file.toString())
        .message()
        .doesNotContain("wrong-one");
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    var one = signed("one", "EC");
    var certificate = one.certificate();
    refused(certificate, signed("other", "EC").key(), "does not belong");
    refused(certificate, signed("third", "RSA").key(), "does not belong");
    refused(
        certificate,
        write("old.pem", Files.readString(one.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY")),
        "openssl pkcs8");
    refused(write("none.pem", ""), one.key(), "no certificate");
    refused(directory.resolve("missing"), one.key(), "cannot read");
    assertThatThrownBy(
            () ->
                new HttpsSettings(
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(certificate),
                    Optional.empty(),
                    false))
        .hasMessageContaining("https.key");
  }

  private static void refused(Path certificate, Path key, String part) {
    assertThatThrownBy(() -> Tls.of(settings(certificate, key)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(part);
  }
}
