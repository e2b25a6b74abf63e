package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.owner.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An owner as its shell runs it: collects what it is asked, folds it into one write, then does the
 * effects and answers, in order. The node may die, and the write may fail, at every point of that.
 */
final class Kept<C, E, S, X, R> {

  /**
   * @param answer empty if the owner was too busy
   * @param silence called instead when the write failed: the asker finds out by its patience
   */
  private record Ask<C, R>(C command, Consumer<Optional<R>> answer, Runnable silence) {}

  /** Looks at every event as it is stored. */
  interface Watch<E, S> {
    void stored(S before, E event, S after);
  }

  private final World world;
  private final String name;
  private final Rules<C, E, S, X, R> rules;
  private final Journal<E, S> journal;
  private final Consumer<X> effects;
  private final Watch<E, S> watch;
  private List<Ask<C, R>> gate = new ArrayList<>();
  private S state;
  private boolean begun;
  private boolean turnDue;

  Kept(
      World world,
      String name,
      Rules<C, E, S, X, R> rules,
      Journal<E, S> journal,
      Consumer<X> effects,
      Watch<E, S> watch) {
    this.world = world;
    this.name = name;
    this.rules = rules;
    this.journal = journal;
    this.effects = effects;
    this.watch = watch;
    this.state = recovered();
  }

  /** As it is on disk too: it is changed by stored events only. */
  S state() {
    return state;
  }

  /** Nothing is asked of it. */
  boolean idle() {
    return gate.isEmpty() && !turnDue;
  }

  /** The take-over is complete: does what follows from state, then serves. */
  void begin() {
    begun = true;
    run(rules.onRecovered(state, context()));
    flush();
  }

  void ask(C command, Consumer<Optional<R>> answer, Runnable silence) {
    if (world.unlucky(60)) {
      answer.accept(Optional.empty());
    } else {
      gate.add(new Ask<>(command, answer, silence));
      flush();
    }
  }

  private S recovered() {
    var replayed = journal.replay(rules);
    assertThat(journal.recover(rules)).as("%s from its snapshot", name).isEqualTo(replayed);
    return replayed;
  }

  private void flush() {
    if (begun && !turnDue && !gate.isEmpty()) {
      turnDue = true;
      world.post().send(name, name, this::turn);
    }
  }

  private void turn() {
    turnDue = false;
    var batch = gate;
    gate = new ArrayList<>();
    var events = new ArrayList<E>();
    var wanted = new ArrayList<X>();
    var replies = new ArrayList<R>();
    var next = state;
    for (var ask : batch) {
      var decision = rules.decide(next, ask.command, context());
      world.happened(name, ask.command);
      for (var event : decision.events()) {
        next = rules.apply(next, event);
        events.add(event);
      }
      wanted.addAll(decision.effects());
      replies.add(decision.reply());
    }
    if (!events.isEmpty() && !written(batch, events)) {
      return;
    }
    run(wanted);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer.accept(Optional.of(replies.get(i)));
    }
    flush();
  }

  private boolean written(List<Ask<C, R>> batch, List<E> events) {
    world.mayCrash("before a write of " + name);
    boolean fails = world.unlucky(200);
    if (!fails || world.chance().oneIn(2)) {
      store(events);
    }
    world.mayCrash("after a write of " + name);
    if (fails) {
      world.note(name, "write failed; restarts");
      batch.forEach(ask -> ask.silence.run());
      assertThat(recovered()).as("%s after a failed write", name).isEqualTo(state);
      begin();
    }
    return !fails;
  }

  private void store(List<E> events) {
    journal.append(events);
    for (var event : events) {
      var before = state;
      state = rules.apply(state, event);
      world.happened(name, event);
      watch.stored(before, event, state);
    }
    if (world.unlucky(100)) {
      journal.takeSnapshot(state);
    }
  }

  private void run(List<X> wanted) {
    for (var effect : wanted) {
      effects.accept(effect);
      world.mayCrash("among the effects of " + name);
    }
  }

  private Context context() {
    return new Context(world.wall(), Cause.internal("sim"), world.chance()::uuid);
  }
}
