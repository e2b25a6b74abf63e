package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.config.HttpsSettings;
import dev.marathon.config.InvalidSettings;
import dev.marathon.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path directory;

  private Path keystore(String algorithm) throws Exception {
    var file = directory.resolve(algorithm + Math.abs(System.nanoTime()) + ".p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=x",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return file;
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static KeyStore open(Path file) throws Exception {
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private static String key(KeyStore store) throws Exception {
    return pem("PRIVATE KEY", store.getKey("a", PASSWORD.toCharArray()).getEncoded());
  }

  private static String certificate(KeyStore store) throws Exception {
    Certificate certificate = store.getCertificate("a");
    return pem("CERTIFICATE", certificate.getEncoded());
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
      var store = open(keystore(algorithm));
      var tls =
          Tls.of(settings(write("cert.pem", certificate(store)), write("key.pem", key(store))));
      var engine = tls.engine();
      assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
      assertThat(engine.getEnabledCipherSuites())
          .isNotEmpty()
          .noneMatch(suite -> suite.contains("_CBC_") || suite.startsWith("TLS_RSA_"));
    }
  }

  @Test
  void aKeystoreOpensByItsPasswordOnly() throws Exception {
    var file = keystore("EC");
    Tls.of(settings(file, PASSWORD));
    assertThatThrownBy(() -> Tls.of(settings(file, "wrong-one")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(file.toString())
        .message()
        .doesNotContain("wrong-one");
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    var one = open(keystore("EC"));
    var other = open(keystore("EC"));
    var certificate = write("cert.pem", certificate(one));
    refused(certificate, write("key.pem", key(other)), "does not belong");
    refused(certificate, write("key.pem", key(open(keystore("RSA")))), "does not belong");
    refused(certificate, write("key.pem", pem("RSA PRIVATE KEY", new byte[9])), "openssl pkcs8");
    refused(write("none.pem", ""), write("key.pem", key(one)), "no certificate");
    refused(directory.resolve("missing"), write("key.pem", key(one)), "cannot read");
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
