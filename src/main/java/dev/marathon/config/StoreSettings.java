package dev.marathon.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how facts are kept.
 *
 * @param dataDirectory of this node alone
 * @param createSchema whether missing tables are created at start
 */
public record StoreSettings(
    Path dataDirectory,
    int snapshotEvery,
    StoreAddress address,
    Optional<String> user,
    Optional<String> password,
    boolean createSchema) {
  public StoreSettings {
    if (snapshotEvery < 100) {
      throw new IllegalArgumentException(
          "store.snapshot-every must be at least 100, not " + snapshotEvery);
    }
  }

  static StoreSettings from(Config config) {
    return new StoreSettings(
        Path.of(config.getString("data-dir")).toAbsolutePath().normalize(),
        config.getInt("snapshot-every"),
        StoreAddress.parse(Settings.text(config, "url")),
        Settings.text(config, "user"),
        Settings.secret(config, "store", "password"),
        config.getBoolean("create-schema"));
  }

  /** Whether several nodes may share it. */
  public boolean shared() {
    return !(address instanceof StoreAddress.Sqlite);
  }

  /** Without the password: settings end up in logs. */
  @Override
  public String toString() {
    return "StoreSettings[" + dataDirectory + ", " + address + "]";
  }
}
