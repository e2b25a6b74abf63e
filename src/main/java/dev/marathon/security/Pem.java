package dev.marathon.security;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and unencrypted PKCS#8 keys in PEM (RFC 7468). */
final class Pem {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  /**
   * @throws IllegalArgumentException with a sentence that says what to do
   */
  static PrivateKey key(byte[] pem) throws GeneralSecurityException {
    var matcher = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "the key must be unencrypted PKCS#8 (BEGIN PRIVATE KEY);"
              + " 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW' converts others");
    }
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (var algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException another) {
        // Its algorithm is one of the others.
      }
    }
    throw new IllegalArgumentException("the key is neither RSA nor EC nor Ed25519");
  }

  /**
   * The chain of certificates, the server's own first.
   *
   * @throws IllegalArgumentException if there is none, or the key belongs to another one
   */
  static Certificate[] chain(byte[] pem, byte[] key) throws GeneralSecurityException {
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))
            .toArray(Certificate[]::new);
    if (chain.length == 0) {
      throw new IllegalArgumentException("there is no certificate");
    }
    if (!pair(key(key), chain[0].getPublicKey())) {
      throw new IllegalArgumentException("the key does not belong to the first certificate");
    }
    return chain;
  }

  /** What one signs the other one verifies. */
  private static boolean pair(PrivateKey secret, PublicKey known) throws GeneralSecurityException {
    if (!secret.getAlgorithm().equals(known.getAlgorithm())) {
      return false;
    }
    var algorithm =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> secret.getAlgorithm();
        };
    var text = "marathon".getBytes(StandardCharsets.US_ASCII);
    var signs = Signature.getInstance(algorithm);
    signs.initSign(secret);
    signs.update(text);
    var verifies = Signature.getInstance(algorithm);
    verifies.initVerify(known);
    verifies.update(text);
    return verifies.verify(signs.sign());
  }
}
