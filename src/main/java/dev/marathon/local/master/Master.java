package dev.marathon.local.master;

import com.google.protobuf.Message;
import dev.marathon.local.wire.ProtoJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** One life of the master, from its start to its end. All methods run on its loop. */
public final class Master {
  private final Cluster cluster;
  private final Offers offers;
  private final Maintenance maintenance;
  private final TaskStatuses statuses;
  private final Operations operations;
  private final Conversions conversions;
  private final AcceptCalls accepts;
  private final Subscriptions subscriptions;
  private final Agents agents;
  private Loop.Timer rounds = Loop.Timer.NONE;

  /**
   * @param id a UUID, new for each life
   * @param ip IPv4 address that it listens on
   * @param region of the master; agents elsewhere are remote
   */
  public Master(
      Loop loop,
      Settings settings,
      Registry registry,
      String id,
      String ip,
      int port,
      Optional<String> region,
      VolumeKeeper volumes) {
    cluster = new Cluster(loop, settings, registry, id, ip, port, region, this);
    offers = new Offers(cluster);
    maintenance = new Maintenance(cluster, offers);
    statuses = new TaskStatuses(cluster);
    operations = new Operations(cluster);
    conversions = new Conversions(cluster, offers, volumes);
    accepts = new AcceptCalls(cluster, offers, operations, conversions);
    subscriptions = new Subscriptions(cluster, offers, maintenance, operations);
    agents = new Agents(cluster, offers, maintenance);
  }

  /** Where it listens, as {@code 127.0.0.1:5050}. */
  public String address() {
    return cluster.info.getHostname() + ":" + cluster.info.getPort();
  }

  /** An id for an agent that was never registered. */
  public String newAgentId() {
    return cluster.newAgentId();
  }

  /** Begins to make offers. */
  public void start(Collection<AgentLink> links) {
    agents.register(links);
    agents.expectRecovery();
    rounds =
        cluster.loop.every(
            cluster.settings.allocationInterval(),
            () -> {
              offers.allocate();
              maintenance.ask();
            });
  }

  /** The master dies: streams break, nothing is said to anybody. */
  public void die() {
    stop(Subscriber::cut);
  }

  /** The cluster is shut down: streams end. */
  public void stop() {
    stop(Subscriber::complete);
  }

  private void stop(Consumer<Subscriber> end) {
    rounds.cancel();
    for (var framework : cluster.frameworks.values()) {
      framework.failover.cancel();
      var subscriber = framework.subscriber();
      framework.disconnected();
      subscriber.ifPresent(end);
    }
    cluster.agents.values().forEach(agent -> agent.ping.cancel());
    cluster.registry.flush();
  }

  Cluster cluster() {
    return cluster;
  }

  Offers offers() {
    return offers;
  }

  Agents agents() {
    return agents;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  Conversions conversions() {
    return conversions;
  }

  TaskStatuses statuses() {
    return statuses;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** SUBSCRIBE, already validated. */
  public void subscribe(Call call, Subscriber subscriber) {
    subscriptions.subscribe(call, subscriber);
  }

  /** The client of that stream has closed its connection. */
  public void disconnected(String streamId) {
    subscriptions.disconnected(streamId);
  }

  /** Any other call, already validated. */
  public Answer call(Call call, Optional<String> streamId) {
    var id = call.getFrameworkId().getValue();
    var framework = cluster.frameworks.get(id);
    if (framework == null) {
      return Answer.badRequest("Framework cannot be found");
    }
    if (framework.subscriber().isEmpty()) {
      return new Answer(403, "Framework is not subscribed");
    }
    if (streamId.isEmpty()) {
      return Answer.badRequest(
          "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    if (!framework.subscriber().get().streamId().equals(streamId.get())) {
      return Answer.badRequest(
          "The stream ID '"
              + streamId.get()
              + "' included in this request didn't match the stream ID currently associated with framework ID "
              + id);
    }
    return call(framework, call);
  }

  private Answer call(Framework framework, Call call) {
    switch (call.getType()) {
      case TEARDOWN -> subscriptions.remove(framework);
      case ACCEPT -> accepts.accept(framework, call.getAccept());
      case DECLINE ->
          offers.decline(
              framework,
              values(call.getDecline().getOfferIdsList()),
              call.getDecline().getFilters());
      case ACCEPT_INVERSE_OFFERS -> {
        var accept = call.getAcceptInverseOffers();
        inverse(
            framework,
            accept.getInverseOfferIdsList(),
            InverseOfferStatus.Status.ACCEPT,
            accept.getFilters());
      }
      case DECLINE_INVERSE_OFFERS -> {
        var decline = call.getDeclineInverseOffers();
        inverse(
            framework,
            decline.getInverseOfferIdsList(),
            InverseOfferStatus.Status.DECLINE,
            decline.getFilters());
      }
      case REVIVE -> subscriptions.revive(framework, call.getRevive().getRolesList());
      case SUPPRESS -> subscriptions.suppress(framework, call.getSuppress().getRolesList());
      case KILL -> statuses.kill(framework, call.getKill());
      case SHUTDOWN -> statuses.shutdown(framework, call.getShutdown());
      case ACKNOWLEDGE -> statuses.acknowledge(framework, call.getAcknowledge());
      case ACKNOWLEDGE_OPERATION_STATUS ->
          operations.acknowledge(framework, call.getAcknowledgeOperationStatus());
      case RECONCILE -> statuses.reconcile(framework, call.getReconcile());
      case RECONCILE_OPERATIONS -> operations.reconcile(framework, call.getReconcileOperations());
      case UPDATE_FRAMEWORK -> {
        return subscriptions.update(framework, call.getUpdateFramework());
      }
      // Executors of this cluster take no messages, and there is nothing to request.
      case MESSAGE, REQUEST, UNKNOWN, SUBSCRIBE -> {}
    }
    return Answer.ACCEPTED;
  }

  private void inverse(
      Framework framework,
      List<org.apache.mesos.v1.Protos.OfferID> ids,
      InverseOfferStatus.Status status,
      Filters filters) {
    maintenance.answer(framework, values(ids), status, filters);
  }

  private static List<String> values(List<org.apache.mesos.v1.Protos.OfferID> ids) {
    return ids.stream().map(org.apache.mesos.v1.Protos.OfferID::getValue).toList();
  }

  /** POST /master/teardown and its v1 twin. */
  public Answer teardown(String framework) {
    var found = cluster.frameworks.get(framework);
    if (found == null) {
      return Answer.badRequest("No framework found with specified ID");
    }
    subscriptions.remove(found);
    return Answer.OK;
  }

  /** Why an operator's call is not complete; empty if it is. */
  public static Optional<String> invalid(org.apache.mesos.v1.master.Protos.Call call) {
    return OperatorCalls.invalid(call);
  }

  /** Does an operator's call that changes something; empty for one that only asks. */
  public Optional<Answer> change(org.apache.mesos.v1.master.Protos.Call call) {
    return new OperatorCalls(this).change(call);
  }

  /** Answers an operator's call that only asks. */
  public Message ask(org.apache.mesos.v1.master.Protos.Call call) {
    return new OperatorViews(cluster, this, new StateViews(cluster)).answer(call);
  }

  /**
   * A v0 endpoint as JSON, by its path without {@code /master}.
   *
   * @param query of {@code /tasks}: limit and offset
   */
  public Optional<String> view(String path, Map<String, String> query) {
    var views = new StateViews(cluster);
    return switch (path) {
      case "/version" -> Optional.of(views.version());
      case "/state" -> Optional.of(views.state());
      case "/state-summary" -> Optional.of(views.summary());
      case "/slaves" -> Optional.of(views.slaves());
      case "/frameworks" -> Optional.of(views.frameworks());
      case "/tasks" ->
          Optional.of(
              views.tasks(
                  task ->
                      query.getOrDefault("framework_id", task.framework).equals(task.framework)
                          && query.getOrDefault("task_id", task.id()).equals(task.id()),
                  number(query, "limit", 100),
                  number(query, "offset", 0)));
      case "/roles" -> Optional.of(new RoleViews(cluster).json());
      case "/flags" -> Optional.of(views.flags());
      case "/metrics/snapshot" -> Optional.of(new MetricViews(cluster).json());
      case "/weights" -> Optional.of("[]");
      case "/quota" -> Optional.of("{}");
      case "/maintenance/schedule" -> Optional.of(ProtoJson.print(maintenance.schedule()));
      case "/maintenance/status" -> Optional.of(ProtoJson.print(maintenance.status()));
      default -> Optional.empty();
    };
  }

  private static int number(Map<String, String> query, String name, int otherwise) {
    try {
      return Math.max(0, Integer.parseInt(query.getOrDefault(name, "")));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
