package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.instance.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A node, its disk, a Mesos cluster and people, on one thread and with a clock of its own. One seed
 * is one history.
 */
final class World {

  static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  /** With all that waits for it, nothing in a calm world takes longer. */
  private static final Duration PATIENCE = Duration.ofHours(3);

  private final Rulebook rules;
  private final Chance chance;
  private final Trace trace = new Trace();
  private final Post post = new Post();
  private final Timers inNode = new Timers();
  private final Timers inCluster = new Timers();
  private final Disk disk = new Disk();
  private final Promises promises = new Promises(this);
  private final Set<Class<?>> kinds = new HashSet<>();
  private final Master master;
  private final Users users;
  private final Probes probes = new Probes(this);
  private final Duration mesosAhead;
  private Instant now = BEGIN;
  private Duration ahead = Duration.ZERO;
  private boolean faults = true;
  private Node node;

  World(long seed, Rulebook rules) {
    this.rules = rules;
    chance = new Chance(seed);
    mesosAhead = chance.upTo(Duration.ofSeconds(6)).minusSeconds(3);
    master = new Master(this);
    users = new Users(this);
    node = new Node(this);
    tick();
  }

  // A history.

  /** Things happen, and go wrong. */
  void live(int steps) {
    for (int i = 0; i < steps; i++) {
      try {
        step();
      } catch (Crash crash) {
        restart(crash.getMessage());
      }
    }
  }

  private void step() {
    int dice = chance.below(1_000);
    if (dice < 40) {
      probes.one();
    } else if (dice < 800) {
      next(Duration.ofMillis(200));
    } else if (dice < 965) {
      pass(chance.upTo(Duration.ofMillis(1_500)));
    } else if (dice < 985) {
      if (node.serving()) {
        users.act();
      }
    } else {
      mishap();
    }
  }

  /** Everything works from now on, until nothing is left to do. */
  void calm() {
    faults = false;
    note("world", "calm");
    master.machines().all().forEach(master.machines()::comeBack);
    reconnect();
    var end = now.plus(PATIENCE);
    for (int still = 0; still < 20; ) {
      while (!post.empty()) {
        next(Duration.ZERO);
      }
      var missing = Convergence.missing(this);
      still = missing.isEmpty() ? still + 1 : 0;
      if (!now.isBefore(end)) {
        throw new AssertionError("not reached in " + PATIENCE + ": " + missing);
      }
      probes.all();
      pass(Duration.ofSeconds(5));
    }
  }

  // What happens.

  private void next(Duration otherwise) {
    if (post.empty()) {
      pass(otherwise);
    } else {
      post.deliver(chance);
    }
  }

  private void pass(Duration time) {
    var end = now.plus(time);
    for (int rings = 0; ; rings++) {
      assertThat(rings).as("timers ring without end").isLessThan(20_000);
      var first = earliest(inNode.next(), inCluster.next());
      if (first.isEmpty() || first.get().isAfter(end)) {
        break;
      }
      now = first.get().isAfter(now) ? first.get() : now;
      if (!inCluster.ring(now)) {
        inNode.ring(now);
      }
      while (!faults && !post.empty()) {
        post.deliver(chance);
      }
    }
    now = end;
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
  }

  /** Mesos offers what is free, once a second. */
  private void tick() {
    inCluster(
        Duration.ofSeconds(1),
        () -> {
          master.allocate();
          tick();
        });
  }

  private void mishap() {
    var machines = master.machines();
    var machine = chance.of(machines.all());
    int dice = chance.below(20);
    switch (dice) {
      case 0, 1 -> master.disconnect("a mishap");
      case 2 -> master.failOver();
      case 3, 4, 5 -> machines.disconnect(machine);
      case 6, 7, 8 -> machines.comeBack(machine);
      case 9 -> machines.wipe(machine);
      case 10 -> machines.markGone(machine);
      case 11, 12, 13 -> fail(Condition.FAILED);
      case 14 -> fail(Condition.FINISHED);
      case 15 -> master.offersOut().stream().findFirst().ifPresent(master::rescind);
      case 16 -> throw new Crash("between two things");
      case 17 -> ahead = chance.upTo(Duration.ofMinutes(2)).minusMinutes(1);
      case 18 -> pass(chance.upTo(Duration.ofMinutes(2)));
      default -> pass(chance.upTo(Duration.ofMinutes(12)));
    }
    note("world", "mishap " + dice + " " + machine);
  }

  private void fail(Condition condition) {
    var alive = master.machines().alive();
    if (!alive.isEmpty()) {
      var task = chance.of(alive);
      if (task.latest == Condition.RUNNING) {
        master.machines().ends(task, condition, "");
      }
    }
  }

  private void restart(String where) {
    note("world", "crash " + where);
    master.subscriberDied();
    post.loseAll();
    inNode.clear();
    node = new Node(this);
    users.again();
  }

  /** The client of the node keeps trying. */
  void reconnect() {
    node.scheduler().subscribe();
  }

  // What its parts need.

  Rulebook rules() {
    return rules;
  }

  Chance chance() {
    return chance;
  }

  Post post() {
    return post;
  }

  Disk disk() {
    return disk;
  }

  Promises promises() {
    return promises;
  }

  Master master() {
    return master;
  }

  Node node() {
    return node;
  }

  Users users() {
    return users;
  }

  Instant now() {
    return now;
  }

  /** The node's clock on the wall, which may be set. */
  Instant wall() {
    return now.plus(ahead);
  }

  Instant mesosWall() {
    return asMesosWall(now);
  }

  Instant asMesosWall(Instant at) {
    return at.plus(mesosAhead);
  }

  Duration untilWall(Instant at) {
    var wait = Duration.between(wall(), at);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Forgotten when the node dies. */
  void inNode(Duration after, Runnable action) {
    inNode.at(now.plus(after), action);
  }

  void inCluster(Duration after, Runnable action) {
    inCluster.at(now.plus(after), action);
  }

  boolean unlucky(int oneIn) {
    return faults && chance.oneIn(oneIn);
  }

  void mayCrash(String where) {
    if (unlucky(400)) {
      throw new Crash(where);
    }
  }

  void note(String part, Object what) {
    trace.note(wall(), part, what);
  }

  /** A message, a fact: part of what this history covers. */
  void happened(String part, Object what) {
    kinds.add(what.getClass());
    note(part, what);
  }

  Set<Class<?>> kinds() {
    return kinds;
  }

  Trace trace() {
    return trace;
  }
}
