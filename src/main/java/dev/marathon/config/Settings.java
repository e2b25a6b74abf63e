package dev.marathon.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All settings of a node, with the raw configuration that Akka reads. */
public record Settings(
    HttpSettings http,
    HttpsSettings https,
    SecuritySettings security,
    StoreSettings store,
    ClusterSettings cluster,
    MesosSettings mesos,
    SchedulingSettings scheduling,
    EventSettings events,
    AuditSettings audit,
    MetricsSettings metrics,
    HealthSettings health,
    Config raw) {

  /**
   * Reads the settings: command line over file over Akka's tuning over the defaults.
   *
   * @param overrides from the command line
   * @throws InvalidSettings with a sentence that names the key and the fix
   */
  public static Settings load(Optional<Path> file, Config overrides) throws InvalidSettings {
    return load(file, overrides, ConfigFactory.empty());
  }

  /**
   * The same with what one command sees differently.
   *
   * @param defaults under the operator's file
   */
  public static Settings load(Optional<Path> file, Config overrides, Config defaults)
      throws InvalidSettings {
    file.ifPresent(Settings::mustBeReadable);
    try {
      var options = ConfigParseOptions.defaults().setAllowMissing(false);
      var fromFile =
          file.map(Path::toFile)
              .map((File f) -> ConfigFactory.parseFile(f, options))
              .orElse(ConfigFactory.empty());
      var given = overrides.withFallback(fromFile).withFallback(defaults);
      var all =
          ConfigFactory.defaultOverrides()
              .withFallback(given)
              .withFallback(ConfigFactory.parseResources("akka.conf"))
              .withFallback(ConfigFactory.defaultReference())
              .resolve();
      UnknownKeys.refuse(given.resolveWith(all));
      return from(all);
    } catch (ConfigException | IllegalArgumentException invalid) {
      throw new InvalidSettings("invalid configuration: " + invalid.getMessage(), invalid);
    }
  }

  /** The same node on another HTTP port. */
  public Settings withHttpPort(int port) {
    return new Settings(
        http.withPort(port),
        https,
        security,
        store,
        cluster,
        mesos,
        scheduling,
        events,
        audit,
        metrics,
        health,
        raw);
  }

  static Settings from(Config config) {
    var marathon = config.getConfig("marathon");
    var security = SecuritySettings.from(marathon.getConfig("security"));
    var store = StoreSettings.from(marathon.getConfig("store"));
    return new Settings(
        HttpSettings.from(marathon.getConfig("http"), security.authenticates()),
        HttpsSettings.from(marathon.getConfig("https")),
        security,
        store,
        ClusterSettings.from(marathon.getConfig("cluster")),
        MesosSettings.from(marathon.getConfig("mesos")),
        SchedulingSettings.from(
            marathon.getConfig("scheduling"), store.address().maxInstancesPerApp()),
        EventSettings.from(marathon.getConfig("events")),
        AuditSettings.from(marathon.getConfig("audit")),
        MetricsSettings.from(marathon.getConfig("metrics")),
        HealthSettings.from(marathon.getConfig("health")),
        config);
  }

  /** What an operator may not have meant, one sentence each. */
  public List<String> warnings() {
    var warnings = new ArrayList<String>();
    boolean open = !http.loopback() && !https.only();
    if (!security.authenticates() && !http.loopback()) {
      warnings.add(
          "the API listens on "
              + http.address()
              + " without authentication: whoever reaches it can run commands on the cluster;"
              + " see docs/security.md");
    } else if (open) {
      warnings.add(
          "passwords cross the network in clear on the plain HTTP port; see docs/security.md for"
              + " TLS");
    }
    if (security.tokens().map(tokens -> tokens.keys().inClear()).orElse(false)) {
      warnings.add(
          "security.tokens.keys is read by plain HTTP: whoever can change what is read signs in as"
              + " anybody");
    }
    return warnings;
  }

  private static void mustBeReadable(Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidSettings("cannot read the configuration file " + file);
    }
  }

  /** An empty text in the configuration means: not set. */
  static Optional<String> text(Config config, String key) {
    return Optional.of(config.getString(key).strip()).filter(text -> !text.isEmpty());
  }

  /**
   * A secret that is given as {@code key} or kept in the file that {@code key-file} names.
   *
   * @param section only for the messages
   */
  static Optional<String> secret(Config config, String section, String key) {
    var text = text(config, key);
    var file = text(config, key + "-file");
    if (text.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException(
          "give %1$s.%2$s or %1$s.%2$s-file, not both".formatted(section, key));
    }
    return file.isPresent() ? file.map(path -> read(path, section + "." + key)) : text;
  }

  private static String read(String file, String name) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot read " + name + "-file " + file, unreadable);
    }
  }
}
