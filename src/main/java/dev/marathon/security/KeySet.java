package dev.marathon.security;

import dev.marathon.config.InvalidSettings;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public keys of an issuer (JWKS, RFC 7517), as far as they sign and we know their kind.
 * Symmetric ones are left out: a key that checks must not be one that signs.
 */
record KeySet(List<PublicJsonWebKey> keys) {

  static final KeySet EMPTY = new KeySet(List.of());

  static final int MAX = 100;
  static final int MAX_BYTES = 256 << 10;

  /** Kind of key by the beginning of the algorithm's name. */
  private static final Map<String, String> KINDS =
      Map.of("RS", "RSA", "PS", "RSA", "ES", "EC", "Ed", "OKP");

  KeySet {
    keys = List.copyOf(keys);
  }

  /**
   * @param from for messages
   * @throws InvalidSettings with a sentence
   */
  static KeySet parse(String from, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new InvalidSettings(from + " is larger than " + MAX_BYTES + " bytes");
    }
    List<JsonWebKey> all;
    try {
      all = new JsonWebKeySet(new String(content, StandardCharsets.UTF_8)).getJsonWebKeys();
    } catch (JoseException | RuntimeException notKeys) {
      throw new InvalidSettings(
          from + " is no set of keys (JWKS): {\"keys\": [{\"kty\": …}, …]} is expected", notKeys);
    }
    var keys = new ArrayList<PublicJsonWebKey>();
    for (var key : all) {
      if (key instanceof PublicJsonWebKey signs && signs(signs)) {
        keys.add(signs);
      }
    }
    if (keys.isEmpty() || keys.size() > MAX) {
      throw new InvalidSettings(
          from + " has " + keys.size() + " public keys that sign; 1 to " + MAX + " are expected");
    }
    return new KeySet(keys);
  }

  private static boolean signs(PublicJsonWebKey key) {
    return KINDS.containsValue(key.getKeyType())
        && (key.getUse() == null || key.getUse().equals("sig"))
        && (key.getKeyOps() == null || key.getKeyOps().contains("verify"));
  }

  /**
   * The only key that can have signed this. One without a name is found while there is one of its
   * kind.
   *
   * @param name the token's {@code kid}, or null
   * @param algorithm one that is allowed
   */
  Optional<PublicKey> find(String name, String algorithm) {
    var kind = KINDS.get(algorithm.substring(0, 2));
    var fitting =
        keys.stream()
            .filter(key -> key.getKeyType().equals(kind))
            .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
            .filter(key -> name == null || name.equals(key.getKeyId()))
            .map(PublicJsonWebKey::getPublicKey)
            .filter(Objects::nonNull)
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  boolean holds(PublicKey key) {
    return keys.stream().anyMatch(one -> key.equals(one.getPublicKey()));
  }
}
