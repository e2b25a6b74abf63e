package dev.marathon.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS of the HTTP API; each setting is explained in reference.conf.
 *
 * @param only whether plain HTTP is off
 */
public record HttpsSettings(
    Optional<String> address,
    int port,
    Optional<Path> keystore,
    Optional<Secret> keystorePassword,
    Optional<Path> certificate,
    Optional<Path> key,
    boolean only) {

  public HttpsSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("https.port must be 0 to 65535, not " + port);
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("https.certificate and https.key go together");
    }
    if (certificate.isPresent() && keystore.isPresent()) {
      throw new IllegalArgumentException("give https.keystore or https.certificate, not both");
    }
  }

  static HttpsSettings from(Config config) {
    return new HttpsSettings(
        Settings.text(config, "address"),
        config.getInt("port"),
        Settings.text(config, "keystore").map(Path::of),
        Settings.secret(config, "https", "keystore-password").map(Secret::new),
        Settings.text(config, "certificate").map(Path::of),
        Settings.text(config, "key").map(Path::of),
        config.getBoolean("only"));
  }

  /** Whether there is a certificate, and so a TLS port. */
  public boolean enabled() {
    return keystore.isPresent() || certificate.isPresent();
  }
}
