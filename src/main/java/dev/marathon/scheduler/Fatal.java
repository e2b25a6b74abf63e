package dev.marathon.scheduler;

/**
 * Why this node can no longer schedule and has to end.
 *
 * @param message of the master
 */
public record Fatal(Kind kind, String message) {
  public enum Kind {
    /** Another instance subscribed with our framework id. */
    FAILED_OVER,
    /** Mesos removed the framework; its id is unusable. */
    FRAMEWORK_REMOVED,
    /** The subscription was refused for good. */
    REFUSED
  }
}
