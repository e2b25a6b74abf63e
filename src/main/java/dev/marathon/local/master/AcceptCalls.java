package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * ACCEPT: uses offers up. The operations are done in order, each judged against what the ones
 * before left; what remains goes back with the call's filters.
 */
final class AcceptCalls {
  private final Cluster cluster;
  private final Offers offers;
  private final Operations operations;
  private final Conversions conversions;

  AcceptCalls(Cluster cluster, Offers offers, Operations operations, Conversions conversions) {
    this.cluster = cluster;
    this.offers = offers;
    this.operations = operations;
    this.conversions = conversions;
  }

  /** What one call works on. */
  private static final class Hand {
    final Framework framework;
    final Agent agent;
    final String role;
    Resources left;

    Hand(Framework framework, Agent agent, String role, Resources left) {
      this.framework = framework;
      this.agent = agent;
      this.role = role;
      this.left = left;
    }
  }

  void accept(Framework framework, Call.Accept call) {
    var ids = call.getOfferIdsList().stream().map(id -> id.getValue()).toList();
    var fault = fault(framework, ids);
    var taken = new ArrayList<Offer>();
    for (var id : new HashSet<>(ids)) {
      Optional.ofNullable(framework.offers.get(id)).ifPresent(taken::add);
    }
    if (fault.isPresent()) {
      taken.forEach(offers::recover);
      drop(framework, call, fault.get());
      return;
    }
    taken.forEach(offers::remove);
    var left = Resources.NONE;
    for (var offer : taken) {
      left = left.plus(offer.resources());
    }
    var hand = new Hand(framework, taken.get(0).agent(), taken.get(0).role(), left);
    for (var operation : call.getOperationsList()) {
      switch (operation.getType()) {
        case LAUNCH -> operation.getLaunch().getTaskInfosList().forEach(task -> launch(hand, task));
        case LAUNCH_GROUP -> launchGroup(hand, operation.getLaunchGroup());
        case RESERVE,
            UNRESERVE,
            CREATE,
            DESTROY,
            GROW_VOLUME,
            SHRINK_VOLUME,
            CREATE_DISK,
            DESTROY_DISK,
            UNKNOWN ->
            convert(hand, operation);
      }
    }
    cluster.release(framework.id, hand.agent, hand.left);
    offers.refuse(
        framework,
        hand.agent,
        hand.left,
        call.hasFilters() ? call.getFilters() : Filters.getDefaultInstance());
  }

  private static Optional<String> fault(Framework framework, List<String> ids) {
    if (ids.isEmpty()) {
      return Optional.of("No offers specified");
    }
    var seen = new HashSet<String>();
    for (var id : ids) {
      if (!seen.add(id)) {
        return Optional.of("Duplicate offer " + id + " in offer list");
      }
    }
    var first = framework.offers.get(ids.get(0));
    for (var id : ids) {
      if (!framework.offers.containsKey(id)) {
        return Optional.of("Offer " + id + " is no longer valid");
      }
    }
    for (var id : ids) {
      var offer = framework.offers.get(id);
      if (!offer.role().equals(first.role())) {
        return Optional.of(
            "Aggregated offers must be allocated to the same role. Offer "
                + id
                + " uses role '"
                + offer.role()
                + "' but another is using role '"
                + first.role()
                + "'");
      }
      if (offer.agent() != first.agent()) {
        return Optional.of(
            "Aggregated offers must belong to one single agent. Offer "
                + id
                + " uses agent "
                + offer.agent().id()
                + " and agent "
                + first.agent().id());
      }
    }
    return Optional.empty();
  }

  private void drop(Framework framework, Call.Accept call, String fault) {
    for (var operation : call.getOperationsList()) {
      var tasks = new ArrayList<>(operation.getLaunch().getTaskInfosList());
      tasks.addAll(operation.getLaunchGroup().getTaskGroup().getTasksList());
      for (var task : tasks) {
        framework.send(
            Statuses.of(
                    task.getTaskId().getValue(),
                    Optional.of(task.getAgentId().getValue()),
                    TaskState.TASK_DROPPED,
                    TaskStatus.Reason.REASON_INVALID_OFFERS,
                    "Task launched with invalid offers: " + fault,
                    cluster.loop.now())
                .build());
      }
      if (tasks.isEmpty() && operation.hasId()) {
        operations.failed(
            framework, operation.getId(), "Operation attempted with invalid offers: " + fault);
      }
    }
  }

  /** A cluster without bounds takes any task, whatever its id. */
  private Optional<String> malformed(TaskInfo task) {
    return cluster.settings.infinite() ? Optional.empty() : TaskRules.invalid(task);
  }

  private void launch(Hand hand, TaskInfo given) {
    var framework = hand.framework;
    var agent = hand.agent;
    var task = inside(given, hand.role);
    var executor = executor(task, framework);
    var needed = Resources.of(task.getResourcesList()).plus(newExecutor(hand, executor));
    var fault =
        malformed(task)
            .or(() -> TaskRules.commandOrExecutor(task))
            .or(() -> placement(hand, task))
            .or(() -> executor.flatMap(e -> ExecutorRules.invalidForTask(e, framework, agent)))
            .or(
                () ->
                    hand.left.contains(needed)
                        ? Optional.empty()
                        : Optional.of(
                            "Total resources "
                                + needed
                                + " required by task and its executor is more than available "
                                + hand.left));
    if (fault.isPresent()) {
      refuse(hand, given, TaskStatus.Reason.REASON_TASK_INVALID, fault.get());
      return;
    }
    hand.left = hand.left.minus(needed.filter(item -> !item.hasShared()));
    executor.ifPresent(e -> remember(hand, e));
    var complete = executor.map(e -> task.toBuilder().setExecutor(e).build()).orElse(task);
    add(hand, complete, executor.map(e -> e.getExecutorId().getValue()));
    var info = framework.info();
    agent.link.tell(runner -> runner.launch(info, complete, info.getCheckpoint()));
  }

  private static Optional<ExecutorInfo> executor(TaskInfo task, Framework framework) {
    if (!task.hasExecutor()) {
      return Optional.empty();
    }
    var executor = task.getExecutor();
    return Optional.of(
        executor.hasFrameworkId()
            ? executor
            : executor.toBuilder().setFrameworkId(Ids.framework(framework.id)).build());
  }

  private static Resources newExecutor(Hand hand, Optional<ExecutorInfo> executor) {
    return executor
        .filter(
            e ->
                !hand.agent.executors.containsKey(
                    new Agent.Key(hand.framework.id, e.getExecutorId().getValue())))
        .map(e -> Resources.of(e.getResourcesList()))
        .orElse(Resources.NONE);
  }

  private static void remember(Hand hand, ExecutorInfo executor) {
    hand.agent.executors.putIfAbsent(
        new Agent.Key(hand.framework.id, executor.getExecutorId().getValue()),
        new Agent.Executor(executor, Resources.of(executor.getResourcesList())));
  }

  private static Optional<String> placement(Hand hand, TaskInfo task) {
    var id = task.getTaskId().getValue();
    if (hand.framework.tasks.containsKey(id)) {
      return Optional.of("Task has duplicate ID: " + id);
    }
    if (!task.getAgentId().getValue().equals(hand.agent.id())) {
      return Optional.of(
          "Task uses invalid agent "
              + task.getAgentId().getValue()
              + " while agent "
              + hand.agent.id()
              + " is expected");
    }
    return Optional.empty();
  }

  private void add(Hand hand, TaskInfo info, Optional<String> executor) {
    cluster.add(new Task(hand.framework.id, hand.agent.id(), info, executor), hand.agent);
  }

  private void refuse(Hand hand, TaskInfo task, TaskStatus.Reason reason, String fault) {
    hand.framework.send(
        Statuses.of(
                task.getTaskId().getValue(),
                Optional.of(task.getAgentId().getValue()),
                TaskState.TASK_ERROR,
                reason,
                fault,
                cluster.loop.now())
            .build());
  }

  private void launchGroup(Hand hand, Operation.LaunchGroup operation) {
    var executor = inside(operation.getExecutor(), hand.role);
    var tasks =
        operation.getTaskGroup().getTasksList().stream()
            .map(task -> inside(task, hand.role))
            .toList();
    var needed = Resources.NONE;
    for (var task : tasks) {
      needed = needed.plus(Resources.of(task.getResourcesList()));
    }
    needed = needed.plus(newExecutor(hand, Optional.of(executor)));
    var fault = groupFault(hand, executor, tasks, needed);
    if (fault.isPresent()) {
      operation
          .getTaskGroup()
          .getTasksList()
          .forEach(
              task -> refuse(hand, task, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, fault.get()));
      return;
    }
    hand.left = hand.left.minus(needed.filter(item -> !item.hasShared()));
    remember(hand, executor);
    tasks.forEach(task -> add(hand, task, Optional.of(executor.getExecutorId().getValue())));
    var group = TaskGroupInfo.newBuilder().addAllTasks(tasks).build();
    var info = hand.framework.info();
    hand.agent.link.tell(runner -> runner.launchGroup(info, executor, group));
  }

  private static Optional<String> groupFault(
      Hand hand, ExecutorInfo executor, List<TaskInfo> tasks, Resources needed) {
    var ids = new HashSet<String>();
    for (var task : tasks) {
      var fault = TaskRules.invalid(task).or(() -> placement(hand, task));
      if (fault.isPresent()) {
        return fault.map(why -> "Task '" + task.getTaskId().getValue() + "' is invalid: " + why);
      }
      // A real master aborts here.
      if (!ids.add(task.getTaskId().getValue())) {
        return Optional.of("Task has duplicate ID: " + task.getTaskId().getValue());
      }
    }
    return ExecutorRules.invalidForGroup(executor, hand.framework, hand.agent)
        .or(
            () ->
                hand.left.contains(needed)
                    ? Optional.empty()
                    : Optional.of(
                        "Total resources "
                            + needed
                            + " required by task group and its executor are more than available "
                            + hand.left));
  }

  private static TaskInfo inside(TaskInfo task, String role) {
    var inside =
        task.toBuilder()
            .clearResources()
            .addAllResources(ResourceFormat.inside(task.getResourcesList(), role));
    if (task.hasExecutor()) {
      inside.setExecutor(inside(task.getExecutor(), role));
    }
    return inside.build();
  }

  private static ExecutorInfo inside(ExecutorInfo executor, String role) {
    return executor.toBuilder()
        .clearResources()
        .addAllResources(ResourceFormat.inside(executor.getResourcesList(), role))
        .build();
  }

  private void convert(Hand hand, Operation operation) {
    try {
      var principal = hand.framework.info().getPrincipal();
      hand.left = conversions.inHand(hand.agent, operation, principal, hand.role, hand.left);
      if (operation.hasId()) {
        operations.finished(hand.framework, hand.agent, operation.getId());
      }
    } catch (Reservations.Refused e) {
      if (operation.hasId()) {
        operations.failed(hand.framework, operation.getId(), e.getMessage());
      }
    }
  }
}
