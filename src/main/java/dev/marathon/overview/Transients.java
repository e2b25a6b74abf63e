package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Unhandled;
import dev.marathon.group.GroupEvent;
import dev.marathon.health.CheckHealth;
import dev.marathon.health.HealthNews;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.scheduler.QueueView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Facts that no owner stores.
 *
 * @param observed conditions that are ahead of what is stored
 * @param checks latest results of the generic checks that agents run
 * @param waiting apps that lack instances
 * @param queue the scheduler's view of them, a little older
 * @param mesos what is known of Mesos
 */
public record Transients(
    PMap<InstanceId, Fact.Observed> observed,
    PMap<InstanceId, HealthNews.Checked> health,
    PMap<InstanceId, Fact.CheckSeen> checks,
    PMap<AppId, Waiting> waiting,
    QueueView queue,
    PMap<UUID, Progress> deployments,
    Mesos mesos) {

  /**
   * @param since when the app began to lack instances, as far as this node knows
   */
  public record Waiting(Demand demand, Instant since) {}

  /**
   * What is known of Mesos.
   *
   * @param master the last one that was subscribed to
   */
  public record Mesos(
      Optional<String> frameworkId, Optional<Fact.MasterFound> master, boolean connected) {}

  static final Transients NONE =
      new Transients(
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          QueueView.EMPTY,
          HashTreePMap.empty(),
          new Mesos(Optional.empty(), Optional.empty(), false));

  Transients apply(Fact fact) {
    if (fact instanceof Fact.Observed e) {
      return withObserved(observed.plus(e.id(), e));
    }
    if (fact instanceof Fact.CheckSeen e) {
      return withChecks(checks.plus(e.id(), e));
    }
    if (fact instanceof Fact.HealthSeen e) {
      return seen(e.news());
    }
    if (fact instanceof Fact.Demanded e) {
      return demanded(e);
    }
    if (fact instanceof Fact.QueueSeen e) {
      return new Transients(observed, health, checks, waiting, e.queue(), deployments, mesos);
    }
    if (fact instanceof Fact.Progressed e) {
      var progress = deployments.getOrDefault(e.deployment(), Progress.NONE);
      return withDeployments(deployments.plus(e.deployment(), progress.at(e.step())));
    }
    if (fact instanceof Fact.Registered e) {
      return withMesos(new Mesos(Optional.of(e.frameworkId()), mesos.master(), mesos.connected()));
    }
    if (fact instanceof Fact.MasterFound e) {
      return withMesos(new Mesos(mesos.frameworkId(), Optional.of(e), true));
    }
    if (fact instanceof Fact.Disconnected) {
      return withMesos(new Mesos(mesos.frameworkId(), mesos.master(), false));
    }
    if (fact instanceof Fact.UnknownTerminated
        || fact instanceof Fact.ChangeRefused
        || fact instanceof Fact.ExecutorSpoke) {
      return this;
    }
    throw new Unhandled(fact);
  }

  /** Readiness counts while its deployment runs, and a deployment that runs has begun a step. */
  private Transients seen(HealthNews news) {
    if (news instanceof HealthNews.Checked e) {
      return withHealth(health.plus(e.id(), e));
    }
    if (news instanceof HealthNews.Readiness e && deployments.containsKey(e.deployment())) {
      var progress = progress(e.deployment()).with(e.app(), e.result());
      return withDeployments(deployments.plus(e.deployment(), progress));
    }
    if (news instanceof HealthNews.ReadinessGone e && deployments.containsKey(e.deployment())) {
      var progress = progress(e.deployment()).without(e.app(), e.task());
      return withDeployments(deployments.plus(e.deployment(), progress));
    }
    return this;
  }

  private Transients demanded(Fact.Demanded fact) {
    var app = fact.demand().appId();
    if (fact.demand().count() == 0) {
      return withWaiting(waiting.minus(app));
    }
    var before = waiting.get(app);
    var now = new Waiting(fact.demand(), before == null ? fact.at() : before.since());
    return withWaiting(waiting.plus(app, now));
  }

  /** Drops what a stored event makes obsolete. */
  Transients after(GroupEvent event) {
    return event instanceof GroupEvent.DeploymentEnded ended
        ? withDeployments(deployments.minus(ended.plan().id()))
        : this;
  }

  /** Drops what a stored event makes obsolete. */
  Transients after(LedgerEvent event) {
    if (event instanceof LedgerEvent.ConditionChanged e) {
      var left = withObserved(observed.minus(e.id()));
      return e.condition().terminal() ? left.withoutChecks(e.id()) : left;
    }
    if (event instanceof LedgerEvent.InstanceProvisioned e) {
      return withObserved(observed.minus(e.id())).withoutChecks(e.id());
    }
    if (event instanceof LedgerEvent.InstanceExpunged e) {
      return withObserved(observed.minus(e.id())).withoutChecks(e.id());
    }
    if (event instanceof LedgerEvent.AppForgotten e) {
      return withWaiting(waiting.minus(e.appId()));
    }
    return this;
  }

  private Transients withObserved(PMap<InstanceId, Fact.Observed> next) {
    return new Transients(next, health, checks, waiting, queue, deployments, mesos);
  }

  private Transients withHealth(PMap<InstanceId, HealthNews.Checked> next) {
    return new Transients(observed, next, checks, waiting, queue, deployments, mesos);
  }

  private Transients withChecks(PMap<InstanceId, Fact.CheckSeen> next) {
    return new Transients(observed, health, next, waiting, queue, deployments, mesos);
  }

  private Transients withoutChecks(InstanceId id) {
    return withHealth(health.minus(id)).withChecks(checks.minus(id));
  }

  private Transients withWaiting(PMap<AppId, Waiting> next) {
    return new Transients(observed, health, checks, next, queue, deployments, mesos);
  }

  private Transients withDeployments(PMap<UUID, Progress> next) {
    return new Transients(observed, health, checks, waiting, queue, next, mesos);
  }

  private Transients withMesos(Mesos next) {
    return new Transients(observed, health, checks, waiting, queue, deployments, next);
  }

  /** The instance with the condition that was observed last. */
  Instance seen(Instance instance) {
    var ahead = observed.get(instance.id());
    return ahead == null || ahead.incarnation() != instance.incarnation()
        ? instance
        : instance.observed(ahead.condition());
  }

  List<CheckHealth> healthOf(Instance instance) {
    var checked = health.get(instance.id());
    return checked == null || checked.incarnation() != instance.incarnation()
        ? List.of()
        : checked.results();
  }

  Optional<String> checkOf(Instance instance) {
    return Optional.ofNullable(checks.get(instance.id()))
        .filter(seen -> seen.incarnation() == instance.incarnation())
        .map(Fact.CheckSeen::result);
  }

  Progress progress(UUID deployment) {
    return deployments.getOrDefault(deployment, Progress.NONE);
  }
}
