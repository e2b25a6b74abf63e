package dev.marathon.group;

import java.util.Optional;

/** Words for refused changes in the event stream. */
final class Refusals {

  private Refusals() {}

  /**
   * Empty for refusals that say that the request named something that is not there or already is,
   * or that it is tried again at once: they are no events.
   */
  static Optional<String> reason(GroupReply refusal) {
    if (refusal instanceof GroupReply.Invalid invalid) {
      return Optional.of(invalid.message());
    }
    if (refusal instanceof GroupReply.Locked) {
      return Optional.of(GroupReply.Locked.MESSAGE);
    }
    if (refusal instanceof GroupReply.TooLarge large) {
      return Optional.of(
          "definitions of one change may have " + large.limitBytes() + " bytes together");
    }
    if (refusal instanceof GroupReply.TooManyDeployments many) {
      return Optional.of(many.limit() + " deployments are running");
    }
    if (refusal instanceof GroupReply.NoServicePorts none) {
      return Optional.of("no service port is free from " + none.min() + " to " + none.max());
    }
    return Optional.empty();
  }
}
