package dev.marathon.framework;

/** What the framework's identity can be asked to do. */
public sealed interface FrameworkCommand {

  /** Mesos registered us under this id. */
  record Remember(String frameworkId) implements FrameworkCommand {}

  /** Start as a new framework, by the operator's explicit wish. */
  record Forget() implements FrameworkCommand {}
}
