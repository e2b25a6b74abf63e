package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.InstanceId;
import dev.marathon.owner.Folded;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One decision in the making: the state as its events so far leave it, and what it wants done.
 * Lives no longer than the decision.
 */
final class LedgerTurn {

  private final LedgerState before;
  private final Context context;
  private final LedgerSettings settings;
  private final List<LedgerEvent> events = new ArrayList<>();
  private final List<LedgerState> states = new ArrayList<>();
  private final List<LedgerEffect> effects = new ArrayList<>();
  private final Set<AppId> touched = new LinkedHashSet<>();
  private final Set<AppId> toTell = new HashSet<>();
  private LedgerState state;
  private boolean more;
  private boolean rang;

  LedgerTurn(LedgerState before, Context context, LedgerSettings settings) {
    this.before = before;
    this.state = before;
    this.context = context;
    this.settings = settings;
  }

  LedgerState before() {
    return before;
  }

  LedgerState state() {
    return state;
  }

  /** Time of the decision, to the millisecond: no finer time is kept. */
  Instant now() {
    return context.now().truncatedTo(ChronoUnit.MILLIS);
  }

  LedgerSettings settings() {
    return settings;
  }

  Set<AppId> touched() {
    return touched;
  }

  Optional<Instance> instance(InstanceId id) {
    return state.instance(id);
  }

  /** Takes the event in; the app's convergence is looked at before the decision ends. */
  void store(AppId app, LedgerEvent event) {
    touched.add(app);
    events.add(event);
    state = LedgerFold.apply(state, event);
    states.add(state);
  }

  /** The timer has rung; it is to be set again. */
  void timerRang() {
    rang = true;
  }

  boolean rang() {
    return rang;
  }

  void effect(LedgerEffect effect) {
    effects.add(effect);
  }

  void touch(AppId app) {
    touched.add(app);
  }

  /** The scheduler has to hear what the app lacks, also if nothing changed. */
  void tellDemand(AppId app) {
    touched.add(app);
    toTell.add(app);
  }

  boolean mustTellDemand(AppId app) {
    return toTell.contains(app);
  }

  /** There is more to do than fits into one decision. */
  void moreToDo() {
    more = true;
  }

  boolean more() {
    return more;
  }

  /**
   * Makes the instance end for good: forgotten at once if there is nothing to kill, or nothing that
   * a kill could reach (it is killed when it shows up again).
   */
  void end(Instance instance, String reason) {
    if (instance.condition().terminal() || instance.lost()) {
      expunge(instance, reason);
    } else if (instance.goal() == Goal.RUNNING) {
      store(
          instance.appId(),
          new LedgerEvent.GoalChanged(instance.id(), Goal.DECOMMISSIONED, reason, now()));
      kill(instance, reason);
    }
  }

  void expunge(Instance instance, String reason) {
    if (instance.killPending()) {
      effect(new LedgerEffect.KillDone(instance.task().toString()));
    }
    store(
        instance.appId(),
        new LedgerEvent.InstanceExpunged(instance.id(), instance.appId(), reason, now()));
  }

  void kill(Instance instance, String reason) {
    effect(Kills.of(state, instance, reason));
  }

  <R> Folded<LedgerEvent, LedgerState, LedgerEffect, R> end(R reply) {
    return new Folded<>(new Decision<>(events, effects, reply), states);
  }
}
