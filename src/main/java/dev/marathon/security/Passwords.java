package dev.marathon.security;

import dev.marathon.config.SecuritySettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * HTTP Basic: the one user of {@code --http_credentials} and those of the users file (RFC 7617). A
 * wrong password and an unknown name take the same time.
 */
final class Passwords implements Scheme {

  /** A changed users file is noticed otherwise; this bounds what is kept in memory. */
  private static final Duration VALID = Duration.ofMinutes(15);

  private final Optional<SecuritySettings.User> single;
  private final Supplier<UsersFile> file;

  Passwords(Optional<SecuritySettings.User> single, Supplier<UsersFile> file) {
    this.single = single;
    this.file = file;
  }

  @Override
  public Optional<Proven> identify(String credentials) {
    var text = decode(credentials);
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    return identify(text.substring(0, colon), text.substring(colon + 1))
        .map(identity -> new Proven(identity, VALID));
  }

  private Optional<Identity> identify(String name, String password) {
    if (single.isPresent() && same(single.get().name(), name)) {
      boolean right = same(single.get().password().value(), password);
      if (!right && !file.get().users().isEmpty()) {
        PasswordHash.matchesNobody(password);
      }
      return right
          ? Optional.of(new Granted(single.get().name(), Grants.everything()))
          : Optional.empty();
    }
    var hash = Optional.ofNullable(file.get().users().get(name)).flatMap(UsersFile.User::hash);
    if (hash.isPresent()) {
      return PasswordHash.matches(password, hash.get())
          ? Optional.of(new Granted(name, () -> file.get().grants(name)))
          : Optional.empty();
    }
    if (!file.get().users().isEmpty()) {
      PasswordHash.matchesNobody(password);
    }
    return Optional.empty();
  }

  /** In constant time. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String credentials) {
    try {
      return new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  /** In the original's spelling, which clients compare. */
  @Override
  public String challenge(String realm) {
    return "basic realm=\"" + realm + "\"";
  }
}
