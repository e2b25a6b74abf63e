package dev.marathon.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that is its own authority, with its key, as PEM files. */
public record SelfSigned(Path certificate, Path key) {

  private static final String PASSWORD = "changeit";

  /**
   * @param name of the files, which must be new
   */
  public static SelfSigned create(Path directory, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    var store = directory.resolve(name + ".p12");
    var tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=marathon",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    var said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException(said);
    }
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new SelfSigned(
        pem(directory.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("a").getEncoded()),
        pem(
            directory.resolve(name + ".key"),
            "PRIVATE KEY",
            keys.getKey("a", PASSWORD.toCharArray()).getEncoded()));
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
