package dev.marathon.local.agent;

import java.util.Optional;

/** A task that only pretends to run. Belongs to the lane of the simulation. */
final class SimulatedTask {

  private final Launch launch;
  private final UpdateStream updates;
  private Lane.Timer next = Lane.Timer.NONE;
  private Optional<EndCause> ending = Optional.empty();

  SimulatedTask(Launch launch, UpdateStream updates) {
    this.launch = launch;
    this.updates = updates;
  }

  Launch launch() {
    return launch;
  }

  UpdateStream updates() {
    return updates;
  }

  /** The one thing that will happen to it; what would have happened otherwise does not. */
  void next(Lane.Timer timer) {
    next.cancel();
    next = timer;
  }

  boolean ending() {
    return ending.isPresent();
  }

  void end(EndCause cause) {
    ending = Optional.of(cause);
  }

  boolean sameGroup(SimulatedTask other) {
    return other != this
        && launch.pod().isPresent()
        && other.launch.pod().map(Launch.Pod::group).equals(launch.pod().map(Launch.Pod::group));
  }
}
