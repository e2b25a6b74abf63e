package dev.marathon.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Signs tokens with the JDK alone, so that a mistake of the library would be seen. */
public final class Issuer {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** A key that signs. */
  public record Signer(String kid, String algorithm, KeyPair pair) {

    public static Signer rsa(String kid, int bits) {
      return new Signer(kid, "RS256", pair("RSA", bits));
    }

    public static Signer ec(String kid) {
      try {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new Signer(kid, "ES256", generator.generateKeyPair());
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    public static Signer ed(String kid) {
      return new Signer(kid, "EdDSA", pair("Ed25519", 255));
    }

    private static KeyPair pair(String kind, int bits) {
      try {
        var generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** As in a JWKS. */
    String jwk() {
      var start = "{\"kid\":\"" + kid + "\",\"use\":\"sig\",";
      if (pair.getPublic() instanceof RSAPublicKey rsa) {
        return start
            + "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(number(rsa.getModulus(), 0), number(rsa.getPublicExponent(), 0));
      }
      if (pair.getPublic() instanceof ECPublicKey ec) {
        return start
            + "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(number(ec.getW().getAffineX(), 32), number(ec.getW().getAffineY(), 32));
      }
      var x = ((EdECPublicKey) pair.getPublic()).getEncoded();
      return start
          + "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
              .formatted(BASE64.encodeToString(Arrays.copyOfRange(x, x.length - 32, x.length)));
    }

    public String sign(String claims) {
      return sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}", claims);
    }

    /**
     * @param header may say anything
     */
    String sign(String header, String claims) {
      try {
        var signature =
            Signature.getInstance(
                switch (algorithm) {
                  case "RS256" -> "SHA256withRSA";
                  case "ES256" -> "SHA256withECDSAinP1363Format";
                  default -> "Ed25519";
                });
        signature.initSign(pair.getPrivate());
        var signed = part(header) + "." + part(claims);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static String number(BigInteger number, int length) {
      byte[] bytes = number.toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      int size = Math.max(length, bytes.length - from);
      byte[] padded = new byte[size];
      System.arraycopy(bytes, from, padded, size - bytes.length + from, bytes.length - from);
      return BASE64.encodeToString(padded);
    }
  }

  private final List<Signer> signers = new ArrayList<>();

  public Issuer(Signer... signers) {
    this.signers.addAll(List.of(signers));
  }

  public String keys() {
    return signers.stream().map(Signer::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
