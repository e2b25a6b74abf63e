package dev.marathon.mesos;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the master is told about us when we subscribe.
 *
 * @param user operating system user of tasks that name none; the master ignores a later change
 * @param roles whose resources we want to be offered
 * @param failoverTimeout how long tasks outlive the connection; zero ends them with it
 * @param checkpoint whether tasks survive a restart of their agent; the master ignores a later
 *     change
 * @param hostname shown by the master; also the host of {@code webuiUrl} by default
 * @param principal must be the authenticated one if there is one; may not change
 * @param gpuResources whether agents with GPUs are offered at all
 */
public record FrameworkSettings(
    String name,
    String user,
    Set<String> roles,
    Duration failoverTimeout,
    boolean checkpoint,
    Optional<String> hostname,
    Optional<String> webuiUrl,
    Optional<String> principal,
    boolean gpuResources) {

  public FrameworkSettings {
    roles = Set.copyOf(roles);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the framework's name must not be empty");
    }
    if (failoverTimeout.isNegative()) {
      throw new IllegalArgumentException("the failover timeout must not be negative");
    }
  }

  /** The same framework with other roles. */
  public FrameworkSettings withRoles(Set<String> other) {
    return new FrameworkSettings(
        name,
        user,
        other,
        failoverTimeout,
        checkpoint,
        hostname,
        webuiUrl,
        principal,
        gpuResources);
  }
}
