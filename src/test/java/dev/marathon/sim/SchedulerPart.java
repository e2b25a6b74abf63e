package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Unhandled;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import dev.marathon.scheduler.SchedulerDecisions;
import dev.marathon.scheduler.SchedulerEffect;
import dev.marathon.scheduler.SchedulerInput;
import dev.marathon.scheduler.SchedulerSettings;
import dev.marathon.scheduler.SchedulerState;
import dev.marathon.scheduler.StatusBatches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The scheduler as its shell runs it, with the client that keeps it subscribed. */
final class SchedulerPart {

  private static final String NAME = "scheduler";

  private final World world;
  private final Node node;
  private SchedulerState state = SchedulerState.begin(SchedulerSettings.DEFAULTS);
  private Optional<Instant> wakeAt = Optional.empty();
  private final List<MesosEvent> arrived = new ArrayList<>();
  private boolean gathering;
  private boolean suppressed;

  SchedulerPart(World world, Node node) {
    this.world = world;
    this.node = node;
  }

  SchedulerState state() {
    return state;
  }

  // What it hears.

  void start() {
    hear(new SchedulerInput.Started());
  }

  void mesos(MesosEvent event) {
    if (event instanceof MesosEvent.Disconnected) {
      world.inNode(world.chance().upTo(Duration.ofSeconds(3)), this::subscribe);
    }
    if (arrived.isEmpty()) {
      world.post().send("scheduler-mesos", NAME, this::takeIn);
    }
    arrived.add(event);
  }

  private void takeIn() {
    var events = new SchedulerInput.FromMesos(arrived);
    arrived.clear();
    hear(events);
  }

  void ledger(LedgerEffect effect) {
    if (effect instanceof LedgerEffect.AnnounceDemand announced) {
      hear(new SchedulerInput.DemandAnnounced(announced.demand()));
    } else if (effect instanceof LedgerEffect.KillTask kill) {
      hear(new SchedulerInput.KillWanted(kill));
    } else if (effect instanceof LedgerEffect.KillDone done) {
      hear(new SchedulerInput.KillDone(done.taskId()));
    } else {
      throw new Unhandled(effect);
    }
  }

  /** Asks for a new stream, as the client does by itself. */
  void subscribe() {
    if (!world.master().subscribed()) {
      world.master().subscribe(node.frameworkId(), suppressed, this::mesos);
    }
  }

  private void hear(SchedulerInput input) {
    world.happened(NAME, input);
    var step = SchedulerDecisions.decide(state, input, world.wall());
    state = step.state();
    var updates = new StatusBatches(this::ask);
    step.effects().forEach(effect -> run(effect, updates));
    updates.askAll();
    gather();
    wakeLater();
  }

  // Rounds of matching.

  private void gather() {
    if (!gathering && state.roundDue()) {
      gathering = true;
      world.post().send("scheduler-timer", NAME, this::round);
    }
  }

  private void round() {
    gathering = false;
    if (!state.roundDue()) {
      return;
    }
    var begun = state.beginRound(world.wall(), app -> false);
    state = begun.state();
    var context = new Context(world.wall(), Cause.internal(NAME), world.chance()::uuid);
    var result = world.rules().matcher().apply(begun.input(), context);
    world.post().send("scheduler-round", NAME, () -> hear(new SchedulerInput.RoundDone(result)));
  }

  // Time.

  private void wakeLater() {
    var next = state.nextWake();
    if (next.isEmpty() || (wakeAt.isPresent() && !next.get().isBefore(wakeAt.get()))) {
      return;
    }
    var due = next.get();
    wakeAt = next;
    world.inNode(world.untilWall(due), () -> wake(due));
  }

  private void wake(Instant due) {
    if (wakeAt.equals(Optional.of(due))) {
      wakeAt = Optional.empty();
      hear(new SchedulerInput.TimePassed());
    }
  }

  // What it does.

  private void run(SchedulerEffect effect, StatusBatches updates) {
    if (effect instanceof SchedulerEffect.Call call) {
      send(call.call());
    } else if (effect instanceof SchedulerEffect.AskProvision ask) {
      updates.askFirst(ask.ledger());
      ask(
          ask.ledger(),
          ask.command(),
          reply ->
              new SchedulerInput.ProvisionAnswered(
                  ask.flight(),
                  ask.ledger(),
                  reply.map(r -> ((LedgerReply.Provisioned) r).accepted())));
    } else if (effect instanceof SchedulerEffect.AskStatus ask) {
      updates.add(ask);
    } else if (effect instanceof SchedulerEffect.AskLive ask) {
      updates.askFirst(ask.ledger());
      ask(
          ask.ledger(),
          new LedgerCommand.ListLive(),
          reply ->
              new SchedulerInput.LiveAnswered(
                  ask.ledger(), reply.map(r -> ((LedgerReply.Live) r).tasks())));
    } else if (effect instanceof SchedulerEffect.Announce announce) {
      node.announced(announce.event());
    } else if (effect instanceof SchedulerEffect.Note note) {
      world.note(NAME, note.text());
    } else if (effect instanceof SchedulerEffect.End end) {
      assertThat(end.fatal()).as("nothing ends this node but the world").isNull();
    } else if (!(effect instanceof SchedulerEffect.Handled)) {
      throw new Unhandled(effect);
    }
  }

  private void send(MesosCall call) {
    if (call instanceof MesosCall.Suppress) {
      suppressed = true;
    } else if (call instanceof MesosCall.Revive) {
      suppressed = false;
    }
    boolean awaited = !(call instanceof MesosCall.Acknowledge);
    world
        .master()
        .call(
            call,
            reason -> {
              if (awaited) {
                hear(new SchedulerInput.CallFailed(call, false, reason));
              }
            });
  }

  private void ask(StatusBatches.Batch batch) {
    ask(batch.ledger(), batch.command(), reply -> batch.answered(reply.isPresent()));
  }

  private void ask(
      int ledger, LedgerCommand command, Function<Optional<LedgerReply>, SchedulerInput> input) {
    if (node.hasNothing(ledger) && command instanceof LedgerCommand.ListLive) {
      // Sixty-four empty answers would be most of what happens in a world.
      var none = new LedgerReply.Live(List.of());
      world.post().send("ledgers", NAME, () -> hear(input.apply(Optional.of(none))));
      return;
    }
    node.ask(NAME, ledger, command, reply -> hear(input.apply(reply)), () -> {});
  }
}
