package dev.marathon.group;

import dev.marathon.base.AppId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Running deployments and the locks that they hold: one on each app that a plan names. An app is
 * locked by at most one.
 */
public record Deployments(HashPMap<UUID, RunningDeployment> running, HashPMap<AppId, UUID> locks) {

  static final Deployments NONE = new Deployments(HashTreePMap.empty(), HashTreePMap.empty());

  public Optional<RunningDeployment> find(UUID id) {
    return Optional.ofNullable(running.get(id));
  }

  /** The deployment that holds the app. */
  public Optional<RunningDeployment> holderOf(AppId app) {
    return Optional.ofNullable(locks.get(app)).map(running::get);
  }

  /** Deployments that hold one of these apps, in a fixed order. */
  List<UUID> holdersOf(Collection<AppId> apps) {
    var holders = new TreeSet<UUID>();
    for (var app : apps) {
      var holder = locks.get(app);
      if (holder != null) {
        holders.add(holder);
      }
    }
    return List.copyOf(holders);
  }

  Deployments plus(RunningDeployment deployment) {
    var id = deployment.plan().id();
    var nextLocks = locks;
    for (var app : deployment.plan().affected()) {
      nextLocks = nextLocks.plus(app, id);
    }
    return new Deployments(running.plus(id, deployment), nextLocks);
  }

  Deployments minus(UUID id) {
    var deployment = running.get(id);
    if (deployment == null) {
      return this;
    }
    return new Deployments(running.minus(id), locks.minusAll(deployment.plan().affected()));
  }
}
