package dev.marathon.health;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.base.Version;
import dev.marathon.spec.HealthCheck;
import java.util.List;
import java.util.UUID;

/** What checks show beside the flips that are stored. */
public sealed interface HealthNews {

  /** Newest results of the health checks that Marathon runs, those that are known. */
  record Checked(InstanceId id, int incarnation, List<CheckHealth> results) implements HealthNews {
    public Checked {
      results = List.copyOf(results);
    }
  }

  /** A failure of one check counted. */
  record Failed(AppId app, InstanceId id, HealthCheck check) implements HealthNews {}

  /** One check of an instance turned good or bad. */
  record Turned(AppId app, InstanceId id, Version version, boolean alive) implements HealthNews {}

  /** A readiness check of a task of a running deployment has a new result. */
  record Readiness(UUID deployment, AppId app, ReadinessResult result) implements HealthNews {}

  /** The task is no more, and so is its result. */
  record ReadinessGone(UUID deployment, AppId app, TaskId task) implements HealthNews {}
}
