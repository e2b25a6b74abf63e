package dev.marathon.deployment.actor;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentProgress;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What a running deployment does, whoever carries its questions. It remembers nothing that matters:
 * begun anew after a restart it sends the same ordered commands again, and the ledgers say again
 * what they have reached.
 */
public final class DeploymentCourse {

  /** Who carries out what it wants. */
  public interface Helpers {

    /** Asks the app until it answers. */
    void read(AppId app, Version version, Consumer<Optional<AppDefinition>> answered);

    /** Tells the app's ledger until it answers. */
    void toLedger(AppId app, LedgerCommand command);

    /** All steps are done; called once. */
    void ended(UUID deployment);

    void news(DeploymentNews news);

    /** Nobody has the plan's definition of this app. */
    void lost(AppId app);
  }

  private final DeploymentPlan plan;
  private final Map<AppId, AppDefinition> definitions;
  private final Map<AppId, List<InstanceId>> victims;
  private final Helpers helpers;
  private DeploymentProgress progress;

  /**
   * @param definitions of the plan's apps, as far as they are at hand; the others are read from the
   *     apps
   * @param victims by app, instances to end first
   */
  public DeploymentCourse(
      DeploymentPlan plan,
      Map<AppId, AppDefinition> definitions,
      Map<AppId, List<InstanceId>> victims,
      Helpers helpers) {
    this.plan = plan;
    this.definitions = definitions;
    this.victims = victims;
    this.helpers = helpers;
    this.progress = DeploymentProgress.notBegun(plan);
  }

  public void begin() {
    take(DeploymentProgress.begin(plan));
  }

  /** The app has what this deployment's change wants of it. */
  public void reached(AppId app) {
    take(progress.reached(app));
  }

  /**
   * Asks again about the apps that have to be gone, from time to time. A ledger that fails between
   * forgetting an app and saying so cannot say it later by itself: it has forgotten.
   */
  public void remind() {
    progress.waiting().stream().filter(action -> action.kind() == Kind.STOP).forEach(this::send);
  }

  private void take(DeploymentProgress.Move move) {
    progress = move.progress();
    move.news().forEach(helpers::news);
    move.toSend().forEach(this::send);
    if (progress.finished()) {
      helpers.ended(plan.id());
    }
  }

  private void send(Action action) {
    var app = action.app();
    if (action.kind() == Kind.STOP) {
      helpers.toLedger(app, new LedgerCommand.RemoveTarget(app, plan.order()));
    } else {
      definition(app).ifPresentOrElse(known -> setTarget(app, known), () -> read(app));
    }
  }

  private Optional<AppDefinition> definition(AppId app) {
    return Optional.ofNullable(definitions.get(app));
  }

  private void setTarget(AppId app, AppDefinition definition) {
    helpers.toLedger(
        app,
        new LedgerCommand.SetTarget(
            definition, plan.order(), victims.getOrDefault(app, List.of())));
  }

  /** The tree let go of the definition, so the app has it. */
  private void read(AppId app) {
    helpers.read(
        app,
        plan.version(),
        answer -> answer.ifPresentOrElse(found -> setTarget(app, found), () -> helpers.lost(app)));
  }
}
