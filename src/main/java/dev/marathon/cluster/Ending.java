package dev.marathon.cluster;

import dev.marathon.owner.Superseded;
import dev.marathon.scheduler.Fatal;

/**
 * Why the node ends by itself.
 *
 * @param message one line for the operator
 */
public record Ending(ExitCode exitCode, String message) {

  /** An owner cannot be read, or may not write any more. */
  static Ending unreadable(Throwable failure) {
    return failure instanceof Superseded
        ? new Ending(ExitCode.LEADERSHIP_LOST, failure.getMessage())
        : new Ending(ExitCode.FAILED, "the journal cannot be read: " + failure.getMessage());
  }

  static Ending of(Fatal fatal) {
    return switch (fatal.kind()) {
      case FAILED_OVER ->
          new Ending(ExitCode.FAILED_OVER, "another instance took the framework over at Mesos");
      case FRAMEWORK_REMOVED ->
          new Ending(
              ExitCode.FRAMEWORK_REMOVED,
              "Mesos removed the framework; start once with --new-framework-id to go on");
      case REFUSED ->
          new Ending(
              ExitCode.SUBSCRIPTION_REFUSED, "Mesos refuses the subscription: " + fatal.message());
    };
  }
}
