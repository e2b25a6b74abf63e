package dev.marathon.mesos;

import dev.marathon.spec.SpecSettings;
import java.util.Optional;

/**
 * How tasks are launched where the app does not say.
 *
 * @param portVariablePrefix put before {@code HOST} and {@code PORT…} in the task's environment
 * @param defaultExecutor {@code //cmd} for Mesos' command executor, else the path of a custom one
 * @param bridgeNetwork CNI network that {@code container/bridge} means with Mesos containers
 */
public record LaunchSettings(
    Optional<String> portVariablePrefix, String defaultExecutor, String bridgeNetwork) {

  public static LaunchSettings defaults() {
    return new LaunchSettings(Optional.empty(), SpecSettings.COMMAND_EXECUTOR, "mesos-bridge");
  }
}
