package dev.marathon.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that is its own authority, with its key.
 *
 * @param keystore PKCS 12 with both
 * @param certificate as PEM
 * @param key as PEM
 */
public record SelfSigned(Path keystore, Path certificate, Path key) {

  /** Of the keystore. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "a";

  /**
   * One where the host does not matter.
   *
   * @param name of the files, which must be new
   */
  public static SelfSigned create(Path directory, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    return create(directory, name, "marathon", "RSA");
  }

  /**
   * @param name of the files, which must be new
   * @param algorithm of the key: RSA, EC or Ed25519
   */
  public static SelfSigned create(Path directory, String name, String host, String algorithm)
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = directory.resolve(name + ".p12");
    var tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + host,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    var said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException(said);
    }
    var keys = open(file);
    return new SelfSigned(
        file,
        pem(
            directory.resolve(name + ".crt"),
            "CERTIFICATE",
            keys.getCertificate(ALIAS).getEncoded()),
        pem(
            directory.resolve(name + ".key"),
            "PRIVATE KEY",
            keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
  }

  private static KeyStore open(Path keystore) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
  }

  /**
   * For a server that shows it.
   *
   * @param keystore of one of these
   */
  public static SSLContext context(Path keystore) throws IOException, GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(open(keystore), PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Path pem(Path file, String type, byte[] content) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + type
            + "-----\n");
  }
}
