package dev.marathon.app.actor;

import java.time.Duration;

/**
 * @param maxVersions definitions kept per app besides the active one
 * @param idleAfter an app that nobody asked for so long leaves memory
 * @param maxLoaded apps in memory; beyond it the one longest idle makes way
 * @param maxBuffered asks that wait while their app leaves memory, of all apps together
 */
public record AppsSettings(int maxVersions, Duration idleAfter, int maxLoaded, int maxBuffered) {

  public static final AppsSettings DEFAULT =
      new AppsSettings(50, Duration.ofMinutes(2), 5_000, 10_000);
}
