package dev.marathon.security;

import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.HttpsConnectionContext;
import dev.marathon.config.HttpsSettings;
import dev.marathon.config.InvalidSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * The server's side of TLS, 1.2 and 1.3, with forward secrecy and authenticated encryption only. A
 * new certificate is used by the connections that begin after it was read.
 */
public final class Tls {

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final char[] IN_MEMORY = "in-memory".toCharArray();

  private final Watched<SSLContext> context;

  private Tls(Watched<SSLContext> context) {
    this.context = context;
  }

  /**
   * @throws InvalidSettings with a sentence, when the files cannot be used
   */
  public static Tls of(HttpsSettings settings) {
    if (settings.keystore().isPresent()) {
      var file = settings.keystore().get();
      var password =
          settings.keystorePassword().map(secret -> secret.value().toCharArray()).orElse(null);
      return new Tls(
          new Watched<>(List.of(file), all -> keystore(file, all.get(0), password), () -> {}));
    }
    var certificate = settings.certificate().orElseThrow();
    var key = settings.key().orElseThrow();
    return new Tls(
        new Watched<>(
            List.of(certificate, key),
            all -> pem(certificate, all.get(0), key, all.get(1)),
            () -> {}));
  }

  /** Looks whether the files changed. */
  public void reload() {
    context.check();
  }

  public HttpsConnectionContext connections() {
    return ConnectionContext.httpsServer(this::engine);
  }

  SSLEngine engine() {
    var engine = context.get().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(VERSIONS);
    engine.setEnabledCipherSuites(
        Stream.of(engine.getSupportedCipherSuites()).filter(Tls::strong).toArray(String[]::new));
    var parameters = engine.getSSLParameters();
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static boolean strong(String suite) {
    boolean authenticated = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    boolean forward = suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_");
    return authenticated && forward;
  }

  private static SSLContext keystore(Path file, byte[] content, char[] password) {
    Exception last = null;
    for (var type : List.of("PKCS12", "JKS")) {
      try {
        var store = KeyStore.getInstance(type);
        store.load(new ByteArrayInputStream(content), password);
        return context(store, password);
      } catch (IOException | GeneralSecurityException unusable) {
        last = unusable;
      }
    }
    throw new InvalidSettings(
        "https.keystore " + file + " cannot be opened: wrong password, or no PKCS12 or JKS store",
        last);
  }

  private static SSLContext pem(Path certificate, byte[] chain, Path key, byte[] secret) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("marathon", Pem.key(secret), IN_MEMORY, Pem.chain(chain, secret));
      return context(store, IN_MEMORY);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new InvalidSettings(
          "https.certificate "
              + certificate
              + " and https.key "
              + key
              + ": "
              + unusable.getMessage(),
          unusable);
    }
  }

  private static SSLContext context(KeyStore store, char[] password)
      throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password == null ? new char[0] : password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
