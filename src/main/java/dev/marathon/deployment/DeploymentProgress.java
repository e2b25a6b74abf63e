package dev.marathon.deployment;

import dev.marathon.base.AppId;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * How far a running deployment is. Derived from its plan and from what apps report to have reached,
 * so that a deployment which begins anew after a restart passes the steps that are done already.
 *
 * <p>A step is done when each of its actions is; a start is formal and done at once, since it wants
 * no instance yet. An app reports that it reached the target of this plan at any time, perhaps
 * twice; a report for a later step counts when the step comes, since commands are ordered.
 *
 * @param step number of the current step, from 1; one more than there are steps when all are done
 * @param reached apps that reported the target of this plan
 */
public record DeploymentProgress(DeploymentPlan plan, int step, PSet<AppId> reached) {

  /**
   * What a move means for the world.
   *
   * @param progress after it
   * @param news in order
   * @param toSend actions of the step that has begun, whose apps have to be told
   */
  public record Move(DeploymentProgress progress, List<DeploymentNews> news, List<Action> toSend) {}

  public static DeploymentProgress notBegun(DeploymentPlan plan) {
    return new DeploymentProgress(plan, 0, HashTreePSet.empty());
  }

  /** The first move of a plan: up to the first step that has to wait, or to the end. */
  public static Move begin(DeploymentPlan plan) {
    return notBegun(plan).onward(new ArrayList<>());
  }

  /** An app has what this plan wants of it. */
  public Move reached(AppId app) {
    var next = new DeploymentProgress(plan, step, reached.plus(app));
    if (next.finished() || !next.stepDone()) {
      return new Move(next, List.of(), List.of());
    }
    var news = new ArrayList<DeploymentNews>();
    news.add(new DeploymentNews.StepSucceeded(plan, step));
    return next.onward(news);
  }

  private Move onward(List<DeploymentNews> news) {
    var at = this;
    while (true) {
      at = new DeploymentProgress(plan, at.step + 1, at.reached);
      if (at.finished()) {
        return new Move(at, List.copyOf(news), List.of());
      }
      news.add(new DeploymentNews.StepStarted(plan, at.step));
      if (!at.stepDone()) {
        return new Move(at, List.copyOf(news), at.waiting());
      }
      news.add(new DeploymentNews.StepSucceeded(plan, at.step));
    }
  }

  public boolean finished() {
    return step > plan.steps().size();
  }

  /** Actions of the current step; none when finished. */
  public List<Action> currentActions() {
    return finished() || step == 0 ? List.of() : plan.steps().get(step - 1).actions();
  }

  /** Actions of the current step that are not done. */
  public List<Action> waiting() {
    return currentActions().stream().filter(action -> !done(action)).toList();
  }

  private boolean stepDone() {
    return currentActions().stream().allMatch(this::done);
  }

  private boolean done(Action action) {
    return action.kind() == Kind.START || reached.contains(action.app());
  }
}
