package dev.marathon.config;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** Where and how facts are kept. */
public record StoreSettings(Path dataDirectory, int snapshotEvery) {
  public StoreSettings {
    if (snapshotEvery < 100) {
      throw new IllegalArgumentException(
          "store.snapshot-every must be at least 100, not " + snapshotEvery);
    }
  }

  static StoreSettings from(Config config) {
    return new StoreSettings(
        Path.of(config.getString("data-dir")).toAbsolutePath().normalize(),
        config.getInt("snapshot-every"));
  }
}
