package dev.marathon.group.actor;

import dev.marathon.app.AppCommand;
import dev.marathon.base.AppId;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.AppVersion;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.Pending;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does what the tree wants done elsewhere: brings definitions to their apps, runs deployments, and
 * confirms to the tree what it need not keep any longer. A definition is confirmed when its app
 * stored it and its ledger got it too, because until then only the tree knows it. Nothing here is
 * durable; after a restart the tree wants all of it again.
 */
public final class ErrandList {

  /** Who carries all that out. Answers come in the turn of the errands. */
  public interface Helpers {

    /** Asks the app until it answers. */
    void toApp(AppId app, AppCommand command, Runnable answered);

    /**
     * Tells the app's ledger until it answers or nobody wants it any more. What is told first
     * arrives first.
     */
    void toLedger(AppId app, LedgerCommand command, BooleanSupplier wanted, Runnable answered);

    /** Asks the tree until it answers. */
    void toTree(GroupCommand command);

    /** Tells an app once; it does not matter if it never hears of it. */
    void mention(AppId app, AppCommand command);

    /** Calls {@link ErrandList#confirmNow} after a moment. */
    void confirmSoon();

    /**
     * Runs a deployment, which reports to {@link ErrandList#toLedger} and {@link ErrandList#ended}.
     */
    Course start(GroupEffect.StartDeployment start);

    void refused(GroupEffect.Refused refused);
  }

  /** A running deployment. */
  public interface Course {

    void reached(AppId app);

    void stop();
  }

  private record Running(Course course, DeploymentPlan plan) {}

  private final Helpers helpers;
  private final Map<UUID, Running> running = new HashMap<>();

  /** Of apps for which something is under way; all others are forgotten. */
  private final Map<AppId, AppErrands> apps = new HashMap<>();

  private final List<AppVersion> toConfirm = new ArrayList<>();

  public ErrandList(Helpers helpers) {
    this.helpers = helpers;
  }

  public void take(GroupEffect effect) {
    if (effect instanceof GroupEffect.Deliver deliver) {
      deliver(deliver.app(), deliver.pending());
    } else if (effect instanceof GroupEffect.EndInstances end) {
      var command = new LedgerCommand.RemoveTarget(end.app(), end.order());
      toLedger(end.app(), command, end.order(), end.version());
    } else if (effect instanceof GroupEffect.SetTarget set) {
      var command = new LedgerCommand.SetTarget(set.definition(), set.order(), List.of());
      toLedger(set.app(), command, set.order(), set.definition().version());
    } else if (effect instanceof GroupEffect.StartDeployment start) {
      start(start);
    } else if (effect instanceof GroupEffect.StopDeployment stop) {
      stop(stop.deployment());
    } else if (effect instanceof GroupEffect.KeepDeployments keep) {
      Set.copyOf(running.keySet()).stream()
          .filter(id -> !keep.running().contains(id))
          .forEach(this::stop);
    } else if (effect instanceof GroupEffect.ForgetHistory forget) {
      forget
          .oldest()
          .forEach((app, oldest) -> helpers.mention(app, new AppCommand.ForgetBefore(oldest)));
    } else if (effect instanceof GroupEffect.ReportRefusal report) {
      helpers.refused(report.refused());
    } else {
      throw new Unhandled(effect);
    }
  }

  // Definitions.

  private void deliver(AppId app, Pending pending) {
    AppCommand command =
        pending
            .definition()
            .<AppCommand>map(definition -> new AppCommand.Activate(definition, pending.order()))
            .orElseGet(() -> new AppCommand.Delete(pending.order()));
    about(app, AppErrands::delivering);
    helpers.toApp(app, command, () -> about(app, errands -> errands.delivered(pending.version())));
  }

  /** A deployment has something to tell; one that was stopped has not. */
  public void toLedger(AppId app, LedgerCommand command, DeploymentPlan plan) {
    if (running.containsKey(plan.id())) {
      toLedger(app, command, plan.order(), plan.version());
    }
  }

  private void toLedger(AppId app, LedgerCommand command, long order, Version version) {
    about(
        app,
        errands -> {
          if (errands.telling(order)) {
            helpers.toLedger(
                app, command, () -> toldLast(app, order), () -> answered(app, order, version));
          }
        });
  }

  private boolean toldLast(AppId app, long order) {
    return apps.containsKey(app) && apps.get(app).toldLast(order);
  }

  private void answered(AppId app, long order, Version version) {
    about(
        app,
        errands -> {
          errands.answered(order);
          errands.ledgerHas(version);
        });
  }

  /** Does this for an app, confirms what is now kept elsewhere, and forgets the app when it can. */
  private void about(AppId app, Consumer<AppErrands> action) {
    var errands = apps.computeIfAbsent(app, unused -> new AppErrands());
    action.accept(errands);
    for (var version : errands.settled()) {
      if (toConfirm.isEmpty()) {
        helpers.confirmSoon();
      }
      toConfirm.add(new AppVersion(app, version));
    }
    if (errands.over()) {
      apps.remove(app);
    }
  }

  /** Apps for which something is under way. */
  public Set<AppId> underWay() {
    return Set.copyOf(apps.keySet());
  }

  /** Confirmations gather for a moment, so that many apps cost one write. */
  public void confirmNow() {
    var confirm = new GroupCommand.Confirm(List.copyOf(toConfirm));
    toConfirm.clear();
    helpers.toTree(confirm);
  }

  // Deployments.

  private void start(GroupEffect.StartDeployment start) {
    var plan = start.plan();
    if (running.containsKey(plan.id())) {
      return;
    }
    running.put(plan.id(), new Running(helpers.start(start), plan));
    plan.affected().forEach(app -> about(app, errands -> errands.deployedBy(plan.id())));
  }

  /** All that the plan wanted is reached; a deployment may end before it hears its last answer. */
  public void ended(UUID id) {
    if (running.containsKey(id)) {
      var plan = running.get(id).plan();
      plan.affected().forEach(app -> about(app, errands -> errands.ledgerHas(plan.version())));
      helpers.toTree(new GroupCommand.EndDeployment(id, true, Optional.empty()));
    }
  }

  private void stop(UUID id) {
    var stopped = running.remove(id);
    if (stopped != null) {
      stopped
          .plan()
          .affected()
          .forEach(app -> about(app, errands -> errands.noLongerDeployedBy(id)));
      stopped.course().stop();
    }
  }

  public void reached(LedgerEffect.TargetReached reached) {
    var app = reached.appId();
    Optional.ofNullable(apps.get(app))
        .flatMap(AppErrands::deployment)
        .map(running::get)
        .filter(deployment -> deployment.plan().order() == reached.order())
        .ifPresent(deployment -> deployment.course().reached(app));
  }
}
