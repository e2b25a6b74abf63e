package dev.marathon.sim;

import dev.marathon.base.AppId;
import dev.marathon.framework.FrameworkCommand;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkRules;
import dev.marathon.framework.FrameworkState;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerState;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An active node, from its take-over to its death. */
final class Node {

  private final World world;
  private final SchedulerPart scheduler;
  private final TreePart tree;
  private final Kept<FrameworkCommand, FrameworkEvent, FrameworkState, Void, FrameworkState>
      framework;
  private final Map<
          Integer, Kept<LedgerCommand, LedgerEvent, LedgerState, LedgerEffect, LedgerReply>>
      ledgers = new TreeMap<>();
  private final Map<Integer, Instant> rings = new TreeMap<>();
  private boolean serving;
  private boolean acting;

  Node(World world) {
    this.world = world;
    this.scheduler = new SchedulerPart(world, this);
    this.framework =
        new Kept<>(
            world,
            "framework",
            new FrameworkRules(),
            world.disk().framework(),
            effect -> {},
            (before, event, after) -> {});
    this.tree = new TreePart(world, this);
    framework.begin();
    world.disk().ledgers().keySet().forEach(this::ledger);
    world.post().send("node", "scheduler", scheduler::subscribe);
    world.post().send("node", "node", this::begin);
  }

  /** The barrier: everything is read, from here on we act. */
  private void begin() {
    serving = true;
    act();
    ledgers.values().forEach(Kept::begin);
    tree.begin();
  }

  boolean serving() {
    return serving;
  }

  SchedulerPart scheduler() {
    return scheduler;
  }

  TreePart tree() {
    return tree;
  }

  Optional<String> frameworkId() {
    return framework.state().frameworkId();
  }

  void announced(MesosEvent event) {
    if (event instanceof MesosEvent.Subscribed subscribed) {
      remember(subscribed.frameworkId());
    }
  }

  private void remember(String id) {
    Runnable again = () -> world.inNode(Duration.ofSeconds(1), () -> remember(id));
    world
        .post()
        .send(
            "node",
            "framework",
            () ->
                framework.ask(
                    new FrameworkCommand.Remember(id),
                    reply -> reply.ifPresentOrElse(stored -> act(), again),
                    again));
  }

  /** A new framework launches nothing before its id is stored. */
  private void act() {
    if (serving && !acting && frameworkId().isPresent()) {
      acting = true;
      scheduler.start();
    }
  }

  // Ledgers.

  List<Instance> instances() {
    return ledgers.values().stream()
        .flatMap(ledger -> ledger.state().apps().values().stream())
        .flatMap(AppLedger::instances)
        .toList();
  }

  AppDefinition definition(Instance instance) {
    return ledgerState(instance.appId().ledger())
        .app(instance.appId())
        .orElseThrow()
        .generation(instance)
        .definition();
  }

  /** The app in its ledger. */
  Optional<AppLedger> ledgerApp(AppId app) {
    return hasNothing(app.ledger()) ? Optional.empty() : ledgerState(app.ledger()).app(app);
  }

  List<Instance> instances(AppId app) {
    return ledgerApp(app).stream().flatMap(AppLedger::instances).toList();
  }

  boolean hasNothing(int ledger) {
    return !ledgers.containsKey(ledger);
  }

  LedgerState ledgerState(int number) {
    return ledger(number).state();
  }

  /**
   * Asks a ledger; both ways take their time.
   *
   * @param silence called when no answer will come
   */
  void ask(
      String from,
      int number,
      LedgerCommand command,
      Consumer<Optional<LedgerReply>> answer,
      Runnable silence) {
    var name = name(number);
    world
        .post()
        .send(
            from,
            name,
            () ->
                ledger(number)
                    .ask(
                        command,
                        reply -> world.post().send(name, from, () -> answer.accept(reply)),
                        silence));
  }

  private static String name(int ledger) {
    return "ledger-" + ledger;
  }

  private Kept<LedgerCommand, LedgerEvent, LedgerState, LedgerEffect, LedgerReply> ledger(
      int number) {
    var known = ledgers.get(number);
    if (known != null) {
      return known;
    }
    var kept =
        new Kept<>(
            world,
            name(number),
            world.rules().ledger(),
            world.disk().ledger(number),
            (LedgerEffect effect) -> route(number, effect),
            world.promises()::ledger);
    ledgers.put(number, kept);
    if (serving) {
      kept.begin();
    }
    return kept;
  }

  private void route(int number, LedgerEffect effect) {
    world.happened(name(number), effect);
    if (effect instanceof LedgerEffect.WakeAt wake) {
      ringAt(number, wake.at());
    } else if (effect instanceof LedgerEffect.AnnounceDemand
        || effect instanceof LedgerEffect.KillTask
        || effect instanceof LedgerEffect.KillDone) {
      world.post().send(name(number), "scheduler", () -> scheduler.ledger(effect));
    } else if (effect instanceof LedgerEffect.TargetReached reached) {
      tree.reached(name(number), reached);
    }
  }

  /** A ledger's timer rings at the earliest of the times it was set to. */
  private void ringAt(int number, Instant at) {
    var next = rings.get(number);
    if (next != null && !at.isBefore(next)) {
      return;
    }
    rings.put(number, at);
    world.inNode(world.untilWall(at), () -> ring(number, at));
  }

  private void ring(int number, Instant at) {
    if (at.equals(rings.get(number))) {
      rings.remove(number);
      check(number);
    }
  }

  private void check(int number) {
    ask(
        name(number) + "-timer",
        number,
        new LedgerCommand.CheckDeadlines(),
        reply -> {
          if (reply.isEmpty()) {
            world.inNode(Duration.ofMillis(200), () -> check(number));
          }
        },
        () -> world.inNode(Duration.ofSeconds(30), () -> check(number)));
  }
}
