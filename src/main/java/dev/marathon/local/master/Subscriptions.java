package dev.marathon.local.master;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Frameworks come, fail over, change, go: SUBSCRIBE, UPDATE_FRAMEWORK, REVIVE, SUPPRESS, TEARDOWN.
 */
final class Subscriptions {
  private final Cluster cluster;
  private final Offers offers;
  private final Maintenance maintenance;
  private final Operations operations;

  Subscriptions(Cluster cluster, Offers offers, Maintenance maintenance, Operations operations) {
    this.cluster = cluster;
    this.offers = offers;
    this.maintenance = maintenance;
    this.operations = operations;
  }

  void subscribe(Call call, Subscriber subscriber) {
    var subscribe = call.getSubscribe();
    var info = subscribe.getFrameworkInfo();
    var id =
        call.hasFrameworkId()
            ? Optional.of(call.getFrameworkId().getValue())
            : Optional.<String>empty();
    var existing = id.flatMap(cluster::framework);
    OfferConstraintRules constraints;
    try {
      var error =
          FrameworkRules.invalid(info, subscribe.getSuppressedRolesList())
              .or(() -> FrameworkRules.invalidConstraints(info, subscribe.getOfferConstraints()))
              .or(
                  () ->
                      id.filter(cluster.completed::containsKey)
                          .map(gone -> "Framework has been removed"))
              .or(
                  () ->
                      existing.flatMap(
                          known -> FrameworkRules.principalChange(known.info(), info)));
      if (error.isPresent()) {
        refuse(subscriber, error.get());
        return;
      }
      constraints = OfferConstraintRules.of(subscribe.getOfferConstraints());
    } catch (OfferConstraintRules.Invalid e) {
      refuse(subscriber, "Offer constraints are not valid: " + e.getMessage());
      return;
    }
    boolean wasConnected = existing.filter(Framework::isConnected).isPresent();
    var framework = existing.map(known -> failOver(known, info)).orElseGet(() -> create(id, info));
    framework.constraints(constraints);
    framework.suppressed(subscribe.getSuppressedRolesList());
    connect(framework, subscriber, wasConnected);
  }

  private static void refuse(Subscriber subscriber, String message) {
    subscriber.send(error(message));
    subscriber.complete();
  }

  private static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  private Framework create(Optional<String> id, FrameworkInfo info) {
    var framework = new Framework(id.orElseGet(cluster::newFrameworkId), info, cluster.loop);
    cluster.frameworks.put(framework.id, framework);
    return framework;
  }

  private Framework failOver(Framework framework, FrameworkInfo info) {
    rescindForeign(framework, Framework.rolesOf(info));
    framework
        .subscriber()
        .ifPresent(
            old -> {
              framework.disconnected();
              old.send(error("Framework failed over"));
              old.complete();
            });
    framework.failover.cancel();
    offers.recoverAll(framework);
    maintenance.forget(framework);
    framework.filters.clear();
    framework.update(FrameworkRules.merged(framework.info(), info));
    framework.reregisteredAt = cluster.loop.now();
    return framework;
  }

  private void connect(Framework framework, Subscriber subscriber, boolean wasConnected) {
    framework.connected(subscriber);
    framework.send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(Ids.framework(framework.id))
                    .setHeartbeatIntervalSeconds(
                        cluster.settings.heartbeatInterval().toMillis() / 1000.0)
                    .setMasterInfo(cluster.info)));
    var heartbeat = Event.newBuilder().setType(Event.Type.HEARTBEAT);
    framework.send(heartbeat);
    framework.heartbeat.cancel();
    framework.heartbeat =
        cluster.loop.every(cluster.settings.heartbeatInterval(), () -> framework.send(heartbeat));
    if (!wasConnected) {
      offers.allocate();
    }
    agentsOf(framework)
        .forEach(
            agent -> agent.link.tell(runner -> runner.resendPending(Ids.framework(framework.id))));
  }

  private Collection<Agent> agentsOf(Framework framework) {
    var found = new HashSet<Agent>();
    framework.tasks.values().forEach(task -> cluster.agent(task.agent).ifPresent(found::add));
    for (var agent : cluster.agents.values()) {
      if (agent.executors.keySet().stream().anyMatch(key -> key.framework().equals(framework.id))) {
        found.add(agent);
      }
    }
    return found;
  }

  /** The client closed the connection of this stream. */
  void disconnected(String streamId) {
    for (var framework : List.copyOf(cluster.frameworks.values())) {
      if (framework.subscriber().filter(each -> each.streamId().equals(streamId)).isPresent()) {
        disconnect(framework);
      }
    }
  }

  private void disconnect(Framework framework) {
    framework.disconnected();
    offers.recoverAll(framework);
    maintenance.forget(framework);
    framework.filters.clear();
    double timeout = framework.info().getFailoverTimeout();
    if (timeout > 0) {
      framework.failover =
          cluster.loop.after(Duration.ofNanos((long) (timeout * 1e9)), () -> remove(framework));
    } else {
      remove(framework);
    }
  }

  /** Torn down or expired: its tasks end, its id is never accepted again. */
  void remove(Framework framework) {
    framework.failover.cancel();
    var subscriber = framework.subscriber();
    framework.disconnected();
    subscriber.ifPresent(Subscriber::complete);
    offers.recoverAll(framework);
    maintenance.forget(framework);
    operations.forget(framework);
    for (var agent : agentsOf(framework)) {
      agent.link.tell(runner -> runner.removeFramework(Ids.framework(framework.id)));
      agent.executors.entrySet().stream()
          .filter(entry -> entry.getKey().framework().equals(framework.id))
          .forEach(entry -> cluster.release(framework.id, agent, entry.getValue().resources()));
      agent.executors.keySet().removeIf(key -> key.framework().equals(framework.id));
    }
    for (var task : List.copyOf(framework.tasks.values())) {
      if (task.live()) {
        task.state = org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
        cluster.release(task);
      }
      cluster.complete(task);
    }
    framework.roles().forEach(role -> cluster.shares.forget(role, framework.id));
    cluster.frameworks.remove(framework.id);
    framework.unregisteredAt = Optional.of(cluster.loop.now());
    cluster.completed.put(framework.id, framework);
  }

  Answer update(Framework framework, Call.UpdateFramework call) {
    var info = call.getFrameworkInfo();
    var roles = Framework.rolesOf(info);
    var error =
        FrameworkRules.invalid(info, List.of())
            .or(() -> FrameworkRules.invalidUpdate(framework.info(), info))
            .map(reason -> "FrameworkInfo update is not valid: " + reason)
            .or(
                () ->
                    FrameworkRules.foreignSuppressed(call.getSuppressedRolesList(), roles)
                        .map(reason -> "'UpdateFramework' call is not valid: " + reason));
    if (error.isPresent()) {
      return Answer.badRequest(error.get());
    }
    try {
      var foreign = FrameworkRules.invalidConstraints(info, call.getOfferConstraints());
      if (foreign.isPresent()) {
        return Answer.badRequest("'UpdateFramework' call is not valid: " + foreign.get());
      }
      framework.constraints(OfferConstraintRules.of(call.getOfferConstraints()));
    } catch (OfferConstraintRules.Invalid e) {
      return Answer.badRequest(
          "'UpdateFramework' call is not valid: Offer constraints are not valid: "
              + e.getMessage());
    }
    rescindForeign(framework, roles);
    framework.update(info);
    framework.suppressed(call.getSuppressedRolesList());
    return Answer.OK;
  }

  private void rescindForeign(Framework framework, Set<String> roles) {
    for (var offer : List.copyOf(framework.offers.values())) {
      if (!roles.contains(offer.role())) {
        offers.rescind(offer);
      }
    }
  }

  void suppress(Framework framework, Collection<String> roles) {
    if (roles.isEmpty()) {
      framework.suppressed(framework.roles());
    } else {
      var now = new TreeSet<>(framework.suppressed());
      now.addAll(known(framework, roles));
      framework.suppressed(now);
    }
  }

  void revive(Framework framework, Collection<String> roles) {
    if (roles.isEmpty()) {
      framework.suppressed(Set.of());
      framework.filters.clear();
    } else {
      var now = new TreeSet<>(framework.suppressed());
      for (var role : known(framework, roles)) {
        now.remove(role);
        framework.filters.clearRole(role);
      }
      framework.suppressed(now);
    }
    offers.allocate();
  }

  private static Collection<String> known(Framework framework, Collection<String> roles) {
    return roles.stream().filter(framework.roles()::contains).toList();
  }
}
