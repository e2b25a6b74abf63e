package dev.marathon.config;

import com.typesafe.config.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which bearer tokens are taken; each setting is explained in reference.conf.
 *
 * @param keys where the public keys of the issuer are
 * @param groupsClaim claim with the names of groups, if one is looked at
 * @param rightsClaim claim with rights, if the issuer may give any
 * @param leeway by which clocks may differ
 * @param refresh pause between two looks at the URL
 */
public record TokenSettings(
    Keys keys,
    String issuer,
    String audience,
    String userClaim,
    Optional<String> groupsClaim,
    Optional<String> rightsClaim,
    Duration leeway,
    Duration refresh) {

  /** A file or an URL, exactly one of them. */
  public record Keys(Optional<Path> file, Optional<URI> url) {

    static Keys of(String text) {
      if (!text.contains("://")) {
        return new Keys(Optional.of(Path.of(text)), Optional.empty());
      }
      try {
        var url = URI.create(text);
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (web && url.getHost() != null && url.getUserInfo() == null) {
          return new Keys(Optional.empty(), Optional.of(url));
        }
      } catch (IllegalArgumentException noUrl) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "security.tokens.keys must be a file or an URL https://host/path, without a password");
    }

    /** Whether others on the way could replace them. */
    boolean inClear() {
      return url.map(where -> "http".equals(where.getScheme())).orElse(false);
    }
  }

  public TokenSettings {
    if (issuer.isEmpty() || audience.isEmpty() || userClaim.isEmpty()) {
      throw new IllegalArgumentException(
          "security.tokens.keys needs security.tokens.issuer, audience and user-claim: what signs"
              + " for us signs for others too");
    }
    if (leeway.isNegative() || leeway.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("security.tokens.leeway must be 0 s to 5 minutes");
    }
    if (refresh.compareTo(Duration.ofSeconds(10)) < 0
        || refresh.compareTo(Duration.ofHours(12)) > 0) {
      throw new IllegalArgumentException("security.tokens.refresh must be 10 s to 12 hours");
    }
  }

  static Optional<TokenSettings> from(Config config) {
    var issuer = config.getString("issuer");
    var audience = config.getString("audience");
    var user = config.getString("user-claim");
    var groups = Settings.text(config, "groups-claim");
    var rights = Settings.text(config, "rights-claim");
    var leeway = config.getDuration("leeway");
    var refresh = config.getDuration("refresh");
    return Settings.text(config, "keys")
        .map(Keys::of)
        .map(
            keys ->
                new TokenSettings(keys, issuer, audience, user, groups, rights, leeway, refresh));
  }
}
