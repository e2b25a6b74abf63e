package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.Unhandled;
import dev.marathon.instance.Condition;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.offer.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Mesos master: one subscription, offers, calls, and what it says about tasks. It behaves as the
 * real one was seen to ({@code docs/facts-mesos-forgets.md}).
 */
final class Master {

  private static final String RECONCILIATION = "REASON_RECONCILIATION";

  /** A call on its way. */
  private record Sent(MesosCall call, Consumer<String> failed, Runnable arrive)
      implements Runnable {
    @Override
    public void run() {
      arrive.run();
    }
  }

  private final World world;
  private final Machines machines;
  private final Pool pool = new Pool();
  private final Set<String> launched = new HashSet<>();
  private final Map<String, Condition> removedAgents = new HashMap<>();
  private Optional<Consumer<MesosEvent>> stream = Optional.empty();
  private Optional<String> framework = Optional.empty();
  private int frameworks;
  private int masters = 1;
  private boolean suppressed;

  Master(World world) {
    this.world = world;
    this.machines = new Machines(world, this);
  }

  Machines machines() {
    return machines;
  }

  Optional<String> framework() {
    return framework;
  }

  /** Of the present master, from 1. */
  int number() {
    return masters;
  }

  boolean subscribed() {
    return stream.isPresent();
  }

  // The stream.

  /**
   * @param isSuppressed the framework wants no offers
   */
  void subscribe(
      Optional<String> frameworkId, boolean isSuppressed, Consumer<MesosEvent> subscriber) {
    framework = frameworkId.or(() -> Optional.of("fw-" + ++frameworks));
    stream = Optional.of(subscriber);
    suppressed = isSuppressed;
    pool.clear();
    machines.all().forEach(machine -> machine.filteredUntil = Optional.empty());
    tell(
        new MesosEvent.Subscribed(
            framework.get(), "master-" + masters, "master", 5_050, Optional.empty()));
    allocate();
    machines.resendAll();
  }

  /** The connection breaks: some of what is under way arrives, the rest does not. */
  void disconnect(String reason) {
    if (stream.isEmpty()) {
      return;
    }
    var subscriber = stream.get();
    world.post().cut("master", world.chance()).forEach(Master::fail);
    world.post().cut("client", world.chance());
    stream = Optional.empty();
    pool.clear();
    subscriber.accept(new MesosEvent.Disconnected(reason));
  }

  /** The subscriber is gone, with everything that it had not sent. */
  void subscriberDied() {
    world.post().cut("master", world.chance());
    stream = Optional.empty();
    pool.clear();
  }

  /** Another master leads, and learns of the agents one by one. */
  void failOver() {
    disconnect("master failed over");
    masters++;
    machines.forgotten();
  }

  private static void fail(Runnable lost) {
    if (lost instanceof Sent sent) {
      sent.failed.accept("the connection broke");
    }
  }

  void tell(MesosEvent event) {
    stream.ifPresent(
        subscriber -> world.post().send("master", "client", () -> deliver(subscriber, event)));
  }

  private void deliver(Consumer<MesosEvent> subscriber, MesosEvent event) {
    world.happened("mesos", event);
    subscriber.accept(event);
  }

  // Calls.

  void call(MesosCall call, Consumer<String> failed) {
    var from = call instanceof MesosCall.Acknowledge ? "client-acks" : "client";
    if (stream.isEmpty()) {
      world.post().send(from, "nobody", () -> failed.accept("not subscribed"));
      return;
    }
    var sentOn = stream;
    world.post().send(from, "master", new Sent(call, failed, () -> arrived(call, sentOn, failed)));
  }

  private void arrived(
      MesosCall call, Optional<Consumer<MesosEvent>> sentOn, Consumer<String> failed) {
    if (!stream.equals(sentOn)) {
      failed.accept("another stream");
      return;
    }
    boolean answerLost = world.unlucky(50);
    if (answerLost && world.chance().oneIn(2)) {
      world.note("mesos", "a call never arrives");
    } else {
      world.happened("mesos", call);
      take(call);
    }
    if (answerLost) {
      world.post().send("master", "client-answers", () -> failed.accept("no answer"));
    }
  }

  private void take(MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      accept(accept);
    } else if (call instanceof MesosCall.Decline decline) {
      decline.offers().forEach(offer -> giveBack(offer, decline.refuse()));
    } else if (call instanceof MesosCall.Revive) {
      suppressed = false;
      machines.all().forEach(machine -> machine.filteredUntil = Optional.empty());
      allocate();
    } else if (call instanceof MesosCall.Suppress) {
      suppressed = true;
    } else if (call instanceof MesosCall.UpdateFramework update) {
      suppressed = !update.suppressed().isEmpty();
    } else if (call instanceof MesosCall.Kill kill) {
      kill(kill);
    } else if (call instanceof MesosCall.Acknowledge ack) {
      machines.acknowledge(ack);
    } else if (call instanceof MesosCall.Reconcile reconcile) {
      reconcile(reconcile);
    } else {
      throw new Unhandled(call);
    }
  }

  // Offers.

  /** Offers what is free, unless nobody wants it. */
  void allocate() {
    if (stream.isEmpty() || suppressed) {
      return;
    }
    var offers = new ArrayList<Offer>();
    for (var machine : machines.all()) {
      boolean filtered =
          machine.filteredUntil.filter(until -> until.isAfter(world.now())).isPresent();
      if (machine.reachable() && !filtered) {
        pool.offer(machine).ifPresent(offers::add);
      }
    }
    if (!offers.isEmpty()) {
      tell(new MesosEvent.Offers(List.copyOf(offers)));
    }
  }

  void rescind(String offer) {
    if (pool.take(offer).isPresent()) {
      tell(new MesosEvent.Rescinded(offer));
    }
  }

  void rescindAll(Machine machine) {
    pool.of(machine).forEach(this::rescind);
  }

  List<String> offersOut() {
    return pool.ids();
  }

  private void giveBack(String offer, Duration refuse) {
    pool.take(offer).ifPresent(lot -> filter(lot.machine(), refuse));
  }

  private void filter(Machine machine, Duration refuse) {
    if (!refuse.isZero()) {
      machine.filteredUntil = Optional.of(world.now().plus(refuse));
    }
  }

  private void accept(MesosCall.Accept accept) {
    boolean known = accept.offers().stream().allMatch(pool::has);
    var lots = accept.offers().stream().flatMap(offer -> pool.take(offer).stream()).toList();
    var joined = known ? Pool.joined(lots) : Optional.<Pool.Lot>empty();
    if (joined.isEmpty()) {
      accept.launches().forEach(launch -> refuse(new Task(launch, framework.orElseThrow())));
      return;
    }
    var left = joined.get();
    for (var launch : accept.launches()) {
      var task = new Task(launch, framework.orElseThrow());
      assertThat(launched.add(task.id())).as("%s is launched once", task.id()).isTrue();
      left = Pool.less(left, task);
      machines.launch(left.machine(), task);
    }
    filter(left.machine(), accept.refuse());
  }

  private void refuse(Task task) {
    tell(
        new MesosEvent.Updated(
            status(
                task.id(),
                task.launch.placement().agentId(),
                Condition.DROPPED,
                "REASON_INVALID_OFFERS",
                Optional.empty())));
  }

  // Tasks.

  private void kill(MesosCall.Kill kill) {
    var task = machines.find(kill.taskId());
    if (task.isEmpty()) {
      answer(new MesosCall.TaskQuestion(kill.taskId(), kill.agentId()));
      return;
    }
    world.promises().killed(kill.taskId());
    var machine = machines.of(task.get());
    boolean wrongAgent = kill.agentId().filter(agent -> !agent.equals(machine.agentId)).isPresent();
    if (wrongAgent || !machine.registered) {
      return;
    }
    if (machine.link == Machine.Link.UNREACHABLE || !task.get().alive()) {
      answer(new MesosCall.TaskQuestion(kill.taskId(), kill.agentId()));
    } else if (!world.unlucky(15)) {
      machines.kill(task.get());
    }
  }

  private void reconcile(MesosCall.Reconcile reconcile) {
    if (!reconcile.tasks().isEmpty()) {
      reconcile.tasks().forEach(this::answer);
      return;
    }
    for (var machine : machines.all()) {
      if (machine.registered && machine.link != Machine.Link.UNREACHABLE) {
        machine.tasks.values().stream()
            .filter(task -> !task.forwarded.terminal() && ours(task))
            .forEach(task -> answer(task, machine));
      }
    }
  }

  /** What is known of a task. Silence while the agent has not told this master of its tasks. */
  private void answer(MesosCall.TaskQuestion question) {
    var task = machines.find(question.taskId()).filter(this::ours);
    var machine = task.map(machines::of).or(() -> question.agentId().flatMap(machines::byAgent));
    if (machine.isEmpty()) {
      var fate =
          question.agentId().map(removedAgents::get).map(Optional::of).orElse(Optional.empty());
      answer(question, fate.orElse(Condition.UNKNOWN));
    } else if (machine.get().link == Machine.Link.UNREACHABLE) {
      answer(question, Condition.UNREACHABLE);
    } else if (machine.get().registered) {
      task.ifPresentOrElse(
          known -> answer(known, machine.get()), () -> answer(question, Condition.GONE));
    }
  }

  private void answer(Task task, Machine machine) {
    answer(new MesosCall.TaskQuestion(task.id(), Optional.of(machine.agentId)), task.forwarded);
  }

  private void answer(MesosCall.TaskQuestion question, Condition condition) {
    var since =
        condition == Condition.UNREACHABLE
            ? question.agentId().flatMap(machines::byAgent).map(machine -> machine.since)
            : Optional.<Instant>empty();
    tell(
        new MesosEvent.Updated(
            status(
                question.taskId(),
                question.agentId().orElse(""),
                condition,
                RECONCILIATION,
                since)));
  }

  private boolean ours(Task task) {
    return framework.equals(Optional.of(task.framework));
  }

  /** The agent will not come back under this id. */
  void removed(String agentId, Condition fate) {
    removedAgents.put(agentId, fate);
  }

  /** An update that the master makes itself: nobody acknowledges it. */
  void say(Task task, Machine machine, Condition condition, String reason) {
    if (ours(task)) {
      var since =
          condition == Condition.UNREACHABLE
              ? Optional.of(machine.since)
              : Optional.<Instant>empty();
      task.forwarded = condition == Condition.UNREACHABLE ? task.forwarded : condition;
      tell(new MesosEvent.Updated(status(task.id(), machine.agentId, condition, reason, since)));
    }
  }

  TaskStatus status(
      String task,
      String agent,
      Condition condition,
      String reason,
      Optional<Instant> unreachableSince) {
    return new TaskStatus(
        task,
        condition,
        condition.taskState(),
        Optional.empty(),
        Optional.of(agent).filter(id -> !id.isEmpty()),
        reason,
        "",
        world.mesosWall(),
        unreachableSince.map(world::asMesosWall),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
