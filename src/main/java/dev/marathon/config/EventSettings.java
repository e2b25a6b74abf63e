package dev.marathon.config;

import com.typesafe.config.Config;
import dev.marathon.base.CallbackUrl;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The event stream's memory, and who is called back.
 *
 * @param callbacks endpoints that get every event by POST
 * @param callbackTimeout for each of these requests
 * @param callbackPatience for an event that an endpoint refuses
 */
public record EventSettings(
    Duration retention,
    List<String> callbacks,
    Duration callbackTimeout,
    Duration callbackPatience) {

  public EventSettings {
    callbacks = List.copyOf(callbacks);
    for (var url : callbacks) {
      CallbackUrl.problem(url)
          .ifPresent(
              problem -> {
                throw new IllegalArgumentException("events.callbacks: '" + url + "' " + problem);
              });
    }
    if (callbackTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("events.callback-timeout must be more than 0");
    }
    if (callbackPatience.isNegative()) {
      throw new IllegalArgumentException("events.callback-patience must not be negative");
    }
  }

  static EventSettings from(Config config) {
    return new EventSettings(
        config.getDuration("retention"),
        Settings.text(config, "callbacks").stream()
            .flatMap(all -> Stream.of(all.split("[,\\s]+")))
            .toList(),
        config.getDuration("callback-timeout"),
        config.getDuration("callback-patience"));
  }
}
