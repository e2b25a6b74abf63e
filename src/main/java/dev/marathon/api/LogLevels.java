package dev.marathon.api;

import akka.actor.Cancellable;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;

/** Levels of this node's loggers, changed while it runs: for good, or for a while. */
final class LogLevels {

  /** A change that ends by itself, and the level from before; empty: the one of the parent. */
  private record Temporary(Optional<Level> before, Cancellable end) {}

  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Map<String, Temporary> temporary = new HashMap<>();
  private final BiFunction<Duration, Runnable, Cancellable> later;

  /**
   * @param later runs something after a time
   */
  LogLevels(BiFunction<Duration, Runnable, Cancellable> later) {
    this.later = later;
  }

  /** By the name of the logger; says where a level is that of a parent. */
  SortedMap<String, String> all() {
    var levels = new TreeMap<String, String>();
    for (Logger logger : loggers.getLoggerList()) {
      levels.put(
          logger.getName(),
          own(logger)
              .map(Level::toString)
              .orElseGet(() -> logger.getEffectiveLevel() + " (inherited)"));
    }
    return levels;
  }

  private static Optional<Level> own(Logger logger) {
    return Optional.ofNullable(logger.getLevel());
  }

  /**
   * @param length after which the level is what it was before; absent: for good
   */
  synchronized void set(String name, Level level, Optional<Duration> length) {
    var logger = loggers.getLogger(name);
    var running = Optional.ofNullable(temporary.remove(name));
    running.ifPresent(change -> change.end().cancel());
    var before = running.map(Temporary::before).orElseGet(() -> own(logger));
    length.ifPresent(
        time -> temporary.put(name, new Temporary(before, later.apply(time, () -> reset(name)))));
    logger.setLevel(level);
  }

  private synchronized void reset(String name) {
    var change = temporary.remove(name);
    if (change != null) {
      loggers.getLogger(name).setLevel(change.before().orElse(null));
    }
  }
}
