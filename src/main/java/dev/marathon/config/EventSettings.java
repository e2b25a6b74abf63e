package dev.marathon.config;

import com.typesafe.config.Config;
import java.time.Duration;

/** The event stream's memory. */
public record EventSettings(Duration retention) {
  static EventSettings from(Config config) {
    return new EventSettings(config.getDuration("retention"));
  }
}
