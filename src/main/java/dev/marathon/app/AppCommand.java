package dev.marathon.app;

import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;

/**
 * What an app can be asked to do. Orders are sequence numbers of the group's changes; older ones
 * are ignored.
 */
public sealed interface AppCommand {

  /** Make this the active definition. */
  record Activate(AppDefinition definition, long order) implements AppCommand {}

  /** The app is gone; its history stays while retained root versions name it. */
  record Delete(long order) implements AppCommand {}

  /** Forget definitions older than the oldest retained root version, except the active one. */
  record ForgetBefore(Version oldest) implements AppCommand {}

  record ReadVersion(Version version) implements AppCommand {}

  /** The definition that was active at that time. */
  record ReadAt(Version version) implements AppCommand {}

  record ListVersions() implements AppCommand {}
}
