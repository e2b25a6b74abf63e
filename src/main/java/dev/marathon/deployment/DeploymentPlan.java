package dev.marathon.deployment;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ordered steps that lead from one state of the tree to another. Holds ids only.
 *
 * @param order sequence number of the change that made it; orders commands to apps and ledgers
 */
public record DeploymentPlan(UUID id, Version version, long order, List<Step> steps) {

  public DeploymentPlan {
    steps = List.copyOf(steps);
  }

  /** Actions that run side by side. */
  public record Step(List<Action> actions) {
    public Step {
      actions = List.copyOf(actions);
    }
  }

  public record Action(Kind kind, AppId app) {}

  /** Kinds and their names in the API. */
  public enum Kind {
    START("StartApplication"),
    SCALE("ScaleApplication"),
    RESTART("RestartApplication"),
    STOP("StopApplication");

    private final String json;

    Kind(String json) {
      this.json = json;
    }

    public String json() {
      return json;
    }
  }

  /** Apps that the plan touches and locks. */
  public Set<AppId> affected() {
    return steps.stream()
        .flatMap(step -> step.actions().stream())
        .map(Action::app)
        .collect(Collectors.toUnmodifiableSet());
  }
}
