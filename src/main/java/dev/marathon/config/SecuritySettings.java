package dev.marathon.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use the HTTP API; each setting is explained in reference.conf.
 *
 * @param user the one of {@code credentials}, with every right
 * @param openPaths paths that need no credentials
 * @param tokens how bearer tokens are checked, if they are taken at all
 * @param maxFailures failed logins of one address within {@code failureWindow}
 */
public record SecuritySettings(
    Optional<User> user,
    String realm,
    Optional<Path> usersFile,
    Optional<TokenSettings> tokens,
    Set<String> openPaths,
    int maxFailures,
    Duration failureWindow,
    Duration reloadInterval) {

  /** Paths that tell nothing but whether the node is alive. */
  private static final Set<String> MAY_BE_OPEN = Set.of("/ping", "/livez", "/readyz");

  /** A name and its password in clear. */
  public record User(String name, Secret password) {}

  public SecuritySettings {
    openPaths = Set.copyOf(openPaths);
    for (var path : openPaths) {
      if (!MAY_BE_OPEN.contains(path)) {
        throw new IllegalArgumentException(
            "security.open-paths may hold /ping, /livez and /readyz, not '" + path + "'");
      }
    }
    if (!realm.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\')) {
      throw new IllegalArgumentException(
          "security.realm must be printable ASCII without quotes and backslashes");
    }
    if (maxFailures < 1 || maxFailures > 1_000) {
      throw new IllegalArgumentException(
          "security.max-failures must be 1 to 1000, not " + maxFailures);
    }
    positive("failure-window", failureWindow);
    positive("reload-interval", reloadInterval);
  }

  private static void positive(String key, Duration value) {
    if (value.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("security." + key + " must be at least 100 ms");
    }
  }

  static SecuritySettings from(Config config) {
    return new SecuritySettings(
        Settings.secret(config, "security", "credentials").map(SecuritySettings::user),
        config.getString("realm"),
        Settings.text(config, "users-file").map(Path::of),
        TokenSettings.from(config.getConfig("tokens")),
        Set.copyOf(config.getStringList("open-paths")),
        config.getInt("max-failures"),
        config.getDuration("failure-window"),
        config.getDuration("reload-interval"));
  }

  /** The original started without any authentication when the colon was missing. */
  private static User user(String credentials) {
    var parts = List.of(credentials.split(":", 2));
    if (parts.size() < 2 || parts.get(0).isEmpty() || parts.get(1).isEmpty()) {
      throw new IllegalArgumentException(
          "security.credentials (--http_credentials) must be user:password");
    }
    return new User(parts.get(0), new Secret(parts.get(1)));
  }

  /** Whether the API asks who is there. */
  public boolean authenticates() {
    return user.isPresent() || usersFile.isPresent() || tokens.isPresent();
  }
}
