package dev.marathon.security;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the bearer of a token may do at this moment: what the users file says of the name and the
 * groups, and what the token itself says; nothing once it has expired or its key is withdrawn. Also
 * streams that are open ask this all the time.
 */
final class TokenGrants implements Supplier<Grants> {

  /** Of which keys and users it was worked out. */
  private record Known(KeySet keys, UsersFile users, Grants grants) {}

  private final String name;
  private final List<String> groups;
  private final Grants own;
  private final PublicKey key;
  private final Instant ends;
  private final Tokens tokens;
  private volatile Known known = new Known(KeySet.EMPTY, UsersFile.EMPTY, Grants.nothing());

  /**
   * @param own rights that the token gives
   * @param key that signed it
   */
  TokenGrants(
      String name, List<String> groups, Grants own, PublicKey key, Instant ends, Tokens tokens) {
    this.name = name;
    this.groups = groups;
    this.own = own;
    this.key = key;
    this.ends = ends;
    this.tokens = tokens;
  }

  @Override
  // The one of last time is meant, not one that is like it.
  @SuppressWarnings("ReferenceEquality")
  public Grants get() {
    if (!tokens.now().isBefore(ends)) {
      return Grants.nothing();
    }
    var keys = tokens.keys();
    var users = tokens.users();
    var last = known;
    if (last.keys() != keys || last.users() != users) {
      last = new Known(keys, users, keys.holds(key) ? together(users) : Grants.nothing());
      known = last;
    }
    return last.grants();
  }

  private Grants together(UsersFile users) {
    var all = new ArrayList<>(own.grants());
    all.addAll(users.grants(name).grants());
    groups.stream().distinct().forEach(group -> all.addAll(users.group(group).grants()));
    return new Grants(all);
  }
}
