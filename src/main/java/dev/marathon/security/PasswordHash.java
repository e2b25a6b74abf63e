package dev.marathon.security;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Salted password hashes: bcrypt. */
public final class PasswordHash {

  /** Rounds as a power of two: about a quarter of a second on a server of 2026. */
  public static final int COST = 12;

  /** What bcrypt takes in; longer passwords would be cut, so they are refused. */
  static final int MAX_BYTES = 72;

  private static final Pattern FORM =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

  /** Of no password that anybody knows; compared with where there is no user. */
  static final String NOBODYS = "$2b$12$mjEFxTEl4ceMrAdacGTOo.4GKwGouuiEoYd2yy7FDCQOG3WHuBIMi";

  private PasswordHash() {}

  static boolean valid(String hash) {
    return FORM.matcher(hash).matches();
  }

  /**
   * A line of the users file.
   *
   * @param cost 4 to 16; one more takes twice the time
   * @throws IllegalArgumentException with a sentence
   */
  public static String line(String name, char[] password, String rights, int cost) {
    UsersFile.requireName(name);
    if (cost < 4 || cost > 16) {
      throw new IllegalArgumentException("the cost is 4 to 16");
    }
    if (Grants.parse(rights).grants().isEmpty()) {
      throw new IllegalArgumentException("name the rights, for example /dev=all or /=view");
    }
    var text = new String(password);
    if (!usable(text)) {
      throw new IllegalArgumentException(
          "a password is 1 to " + MAX_BYTES + " bytes without control characters");
    }
    var hash =
        BCrypt.with(BCrypt.Version.VERSION_2B).hash(cost, text.getBytes(StandardCharsets.UTF_8));
    return name + ":" + new String(hash, StandardCharsets.US_ASCII) + ":" + rights.strip();
  }

  private static boolean usable(String password) {
    return !password.isEmpty()
        && password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && password.chars().noneMatch(Character::isISOControl);
  }

  /** Whether it is the password. Takes as long when it is not. */
  static boolean matches(String password, String hash) {
    boolean usable = usable(password);
    var bytes = (usable ? password : "-").getBytes(StandardCharsets.UTF_8);
    return BCrypt.verifyer().verify(bytes, hash.getBytes(StandardCharsets.US_ASCII)).verified
        && usable;
  }

  /** Takes as long as a comparison does, so that names of users cannot be found by time. */
  static void matchesNobody(String password) {
    matches(password, NOBODYS);
  }
}
