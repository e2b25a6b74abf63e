package dev.marathon.local.master;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A framework as the master knows it, connected or not. Lives on the master's loop. */
final class Framework implements Allocator.Demand {
  private static final int MAX_COMPLETED_TASKS = 1000;

  /** A task on an agent that is unreachable. */
  record Unreachable(Task task, Instant since) {}

  final String id;
  final Instant registeredAt;
  private final Loop loop;
  Instant reregisteredAt;
  Optional<Instant> unregisteredAt = Optional.empty();
  private FrameworkInfo info;
  private Capabilities capabilities;
  private Set<String> roles;
  private Set<String> suppressed = Set.of();
  private OfferConstraintRules constraints = OfferConstraintRules.NONE;
  private Optional<Subscriber> subscriber = Optional.empty();
  Loop.Timer heartbeat = Loop.Timer.NONE;
  Loop.Timer failover = Loop.Timer.NONE;

  /** Known only from an agent that came back after a restart of the master. */
  boolean recovered;

  final OfferFilters filters = new OfferFilters();
  final Map<String, Offer> offers = new LinkedHashMap<>();
  private final Set<String> offeredAgents = new HashSet<>();
  final Map<String, Task> tasks = new LinkedHashMap<>();
  final Map<String, Unreachable> unreachable = new HashMap<>();
  final Deque<Task> completed = new ArrayDeque<>();

  Framework(String id, FrameworkInfo info, Loop loop) {
    this.id = id;
    this.loop = loop;
    registeredAt = loop.now();
    reregisteredAt = registeredAt;
    update(info);
  }

  /** Takes over what may change; the id stays. */
  void update(FrameworkInfo changed) {
    info = changed.toBuilder().setId(Ids.framework(id)).build();
    capabilities = Capabilities.of(info);
    roles = rolesOf(info);
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE use the old field
  static Set<String> rolesOf(FrameworkInfo info) {
    return Capabilities.of(info).multiRole()
        ? new LinkedHashSet<>(info.getRolesList())
        : Set.of(info.getRole());
  }

  FrameworkInfo info() {
    return info;
  }

  Set<String> roles() {
    return roles;
  }

  Set<String> suppressed() {
    return suppressed;
  }

  void suppressed(Collection<String> now) {
    suppressed = Set.copyOf(now);
  }

  void constraints(OfferConstraintRules now) {
    constraints = now;
  }

  Optional<Subscriber> subscriber() {
    return subscriber;
  }

  void connected(Subscriber now) {
    subscriber = Optional.of(now);
    recovered = false;
  }

  void disconnected() {
    subscriber = Optional.empty();
    heartbeat.cancel();
  }

  boolean isConnected() {
    return subscriber.isPresent();
  }

  void send(Event.Builder event) {
    subscriber.ifPresent(each -> each.send(event.build()));
  }

  /** Sends a status in the states that the framework understands. */
  void send(TaskStatus status) {
    var shown =
        capabilities.partitionAware()
            ? status
            : status.toBuilder().setState(Statuses.withoutPartitions(status.getState())).build();
    send(
        Event.newBuilder()
            .setType(Event.Type.UPDATE)
            .setUpdate(Event.Update.newBuilder().setStatus(shown)));
  }

  void add(Offer offer) {
    offers.put(offer.id(), offer);
    offeredAgents.add(offer.role() + '\n' + offer.agent().id());
  }

  void remove(Offer offer) {
    offers.remove(offer.id());
    offeredAgents.remove(offer.role() + '\n' + offer.agent().id());
  }

  void complete(Task task) {
    tasks.remove(task.id());
    completed.addLast(task);
    if (completed.size() > MAX_COMPLETED_TASKS) {
      completed.removeFirst();
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Collection<String> wantedRoles() {
    if (!isConnected()) {
      return Set.of();
    }
    if (suppressed.isEmpty()) {
      return roles;
    }
    return roles.stream().filter(role -> !suppressed.contains(role)).toList();
  }

  @Override
  public boolean refuses(String role, Allocator.Supply agent, Resources resources) {
    return filters.refuses(role, agent.id(), resources, loop.nanos())
        || !constraints.allow(role, ((Agent) agent).facts());
  }

  @Override
  public boolean holdsOffer(String role, Allocator.Supply agent) {
    return offeredAgents.contains(role + '\n' + agent.id());
  }
}
