package dev.marathon.security;

import dev.marathon.config.InvalidSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Named users, one a line: {@code name:hash:rights}. The hash is bcrypt, as {@code marathon
 * password} and {@code htpasswd -B} write it, or {@code *} for somebody who comes with tokens only;
 * the rights are those of {@link Grants}. {@code @name:*:rights} is a group, to which tokens say
 * that somebody belongs. Empty lines and lines that start with # do not count.
 *
 * @param users by name
 * @param groups by name, without the @
 */
public record UsersFile(Map<String, User> users, Map<String, Grants> groups) {

  static final UsersFile EMPTY = new UsersFile(Map.of(), Map.of());

  /** Most users and groups; the file is read as a whole. */
  static final int MAX = 10_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-][A-Za-z0-9_.@-]{0,63}");
  private static final Pattern GROUP = Pattern.compile("@[A-Za-z0-9_.@/ -]{1,64}");

  /** Its lines never appear in messages: they hold hashes. */
  record User(Optional<String> hash, Grants grants) {
    @Override
    public String toString() {
      return "User[" + grants + "]";
    }
  }

  public UsersFile {
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
  }

  /**
   * @param file for messages
   * @throws InvalidSettings with a sentence that names the line
   */
  static UsersFile parse(Path file, byte[] content) {
    var users = new LinkedHashMap<String, User>();
    var groups = new LinkedHashMap<String, Grants>();
    int number = 0;
    for (var line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        add(users, groups, line.strip());
      } catch (IllegalArgumentException wrong) {
        throw new InvalidSettings(
            "security.users-file " + file + ", line " + number + ": " + wrong.getMessage(), wrong);
      }
    }
    return new UsersFile(users, groups);
  }

  private static void add(Map<String, User> users, Map<String, Grants> groups, String line) {
    var parts = line.split(":", 3);
    boolean group = line.startsWith("@");
    if (group) {
      requireGroup(parts[0]);
    } else {
      requireName(parts[0]);
    }
    if (parts.length < 3 || parts[2].isBlank()) {
      throw new IllegalArgumentException(
          "the rights of '"
              + parts[0]
              + "' are missing; a line is name:hash:rights, and /=all is every right");
    }
    if (users.size() + groups.size() >= MAX) {
      throw new IllegalArgumentException("more than " + MAX + " users and groups");
    }
    if (group) {
      addGroup(groups, parts);
      return;
    }
    var hash = parts[1].equals("*") ? Optional.<String>empty() : Optional.of(parts[1]);
    if (hash.isPresent() && !PasswordHash.valid(hash.get())) {
      throw new IllegalArgumentException(
          "the hash of '"
              + parts[0]
              + "' is not bcrypt ($2b$ with a cost of 4 to 16); 'marathon password' makes one");
    }
    if (users.put(parts[0], new User(hash, Grants.parse(parts[2]))) != null) {
      throw new IllegalArgumentException("'" + parts[0] + "' was there already");
    }
  }

  private static void addGroup(Map<String, Grants> groups, String[] parts) {
    if (!parts[1].equals("*")) {
      throw new IllegalArgumentException(
          "'" + parts[0] + "' is a group and has no password; write * in its place");
    }
    if (groups.put(parts[0].substring(1), Grants.parse(parts[2])) != null) {
      throw new IllegalArgumentException("'" + parts[0] + "' was there already");
    }
  }

  private static void requireGroup(String name) {
    if (!GROUP.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a group's name is an @ and 1 to 64 letters, digits, dots, dashes, underscores, slashes,"
              + " blanks and @");
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence
   */
  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a user's name is 1 to 64 letters, digits, dots, dashes, underscores and, not first, @");
    }
  }

  /** Nothing for somebody who is not, or no longer, in the file. */
  Grants grants(String name) {
    var user = users.get(name);
    return user == null ? Grants.nothing() : user.grants();
  }

  /** Nothing for a group that is not, or no longer, in the file. */
  Grants group(String name) {
    return groups.getOrDefault(name, Grants.nothing());
  }
}
