package dev.marathon.instance;

import dev.marathon.base.Unhandled;
import java.util.Optional;

/** How each event changes a ledger. Events of apps or instances that are gone change nothing. */
final class LedgerFold {

  private LedgerFold() {}

  static LedgerState apply(LedgerState state, LedgerEvent event) {
    if (event instanceof LedgerEvent.TargetSet e) {
      return state.withTarget(Target.of(e.definition(), e.order(), e.victims(), e.at()));
    }
    if (event instanceof LedgerEvent.TargetRemoved e) {
      return state
          .app(e.appId())
          .map(app -> state.withTarget(app.target().remove(e.order(), e.at())))
          .orElse(state);
    }
    if (event instanceof LedgerEvent.AppForgotten e) {
      return state.withoutApp(e.appId());
    }
    if (event instanceof LedgerEvent.BackoffReset e) {
      return state
          .app(e.appId())
          .filter(app -> app.generations().containsKey(e.configVersion()))
          .map(
              app ->
                  state.with(
                      app, app.generations().get(e.configVersion()).withBackoff(Optional.empty())))
          .orElse(state);
    }
    return instanceEvent(state, event);
  }

  private static LedgerState instanceEvent(LedgerState state, LedgerEvent event) {
    if (event instanceof LedgerEvent.InstanceProvisioned e) {
      return provisioned(state, e);
    }
    if (event instanceof LedgerEvent.ConditionChanged e) {
      return state
          .instance(e.id())
          .filter(instance -> instance.incarnation() == e.incarnation())
          .map(instance -> conditionChanged(state, instance, e))
          .orElse(state);
    }
    if (event instanceof LedgerEvent.HealthChanged e) {
      return state
          .instance(e.id())
          .map(i -> state.put(i.withChecks(i.checks().byMarathon(e.healthy()))))
          .orElse(state);
    }
    if (event instanceof LedgerEvent.ReadinessChanged e) {
      return state
          .instance(e.id())
          .map(i -> state.put(i.withChecks(i.checks().ready(e.ready()))))
          .orElse(state);
    }
    if (event instanceof LedgerEvent.KillRequested e) {
      return state.instance(e.id()).map(i -> killRequested(state, i, e)).orElse(state);
    }
    if (event instanceof LedgerEvent.GoalChanged e) {
      return state
          .instance(e.id())
          .map(i -> state.put(i.withGoal(e.goal())).withoutVictim(i))
          .orElse(state);
    }
    if (event instanceof LedgerEvent.InstanceExpunged e) {
      return state.instance(e.id()).map(i -> state.remove(i).withoutVictim(i)).orElse(state);
    }
    throw new Unhandled(event);
  }

  private static LedgerState provisioned(LedgerState state, LedgerEvent.InstanceProvisioned event) {
    var app = state.apps().get(event.appId());
    if (app == null || !app.generations().containsKey(event.configVersion())) {
      return state;
    }
    long order = app.instance(event.id()).map(Instance::order).orElse(app.target().order());
    var instance = Instance.provisioned(event, order);
    var generation = app.generation(instance);
    var backoff = Backoff.afterStart(generation.backoff(), generation.definition(), event.at());
    return state.with(app, generation.withBackoff(backoff)).put(instance);
  }

  private static LedgerState conditionChanged(
      LedgerState state, Instance before, LedgerEvent.ConditionChanged event) {
    var put = state.put(before.after(event));
    if (before.condition() == event.condition()) {
      return put;
    }
    var app = put.apps().get(before.appId());
    var generation = app.generation(before);
    var changed = put.with(app, generation.withBackoff(backoff(generation, before, event)));
    return failure(event)
        ? changed.with(
            before.appId(),
            changed.apps().get(before.appId()).withFailure(Failure.of(before, event)))
        : changed;
  }

  /** A kill by a health check is the task's failure; what Mesos says of its end is not. */
  private static LedgerState killRequested(
      LedgerState state, Instance instance, LedgerEvent.KillRequested event) {
    var killed = state.put(instance.withKill(event.reason()));
    var app = instance.appId();
    return event.unhealthy()
        ? killed.with(app, killed.apps().get(app).withFailure(Failure.of(instance, event)))
        : killed;
  }

  /** Ends that nobody asked for. A TASK_LOST is one too, even if the task may come back. */
  private static boolean failure(LedgerEvent.ConditionChanged event) {
    return switch (event.condition()) {
      case FAILED, ERROR, DROPPED, GONE, UNKNOWN -> true;
      case UNREACHABLE, UNREACHABLE_INACTIVE -> event.mesosState().equals("TASK_LOST");
      case PROVISIONED, STAGING, STARTING, RUNNING, KILLING, FINISHED, KILLED -> false;
    };
  }

  private static Optional<Backoff> backoff(
      Generation generation, Instance instance, LedgerEvent.ConditionChanged event) {
    var before = generation.backoff();
    var definition = generation.definition();
    boolean ended = event.condition() == Condition.KILLED || event.condition() == Condition.GONE;
    if (ended && event.reason().equals(DRAINING)) {
      return Optional.empty();
    }
    if (neverBegun(instance, event)) {
      return before;
    }
    return switch (event.condition()) {
      case FAILED, ERROR, DROPPED, GONE, FINISHED ->
          Backoff.afterFailure(before, definition, event.at());
      case PROVISIONED, STAGING, STARTING, RUNNING ->
          Backoff.afterStart(before, definition, event.at());
      case KILLING, KILLED, UNKNOWN, UNREACHABLE, UNREACHABLE_INACTIVE -> before;
    };
  }

  /** The launch did not arrive, or too late for its offer: that is no fault of the app either. */
  private static boolean neverBegun(Instance instance, LedgerEvent.ConditionChanged event) {
    return switch (event.condition()) {
      case GONE, DROPPED ->
          instance.condition() == Condition.PROVISIONED
              && (event.reason().equals(TaskStatus.RECONCILIATION)
                  || event.reason().equals(TaskStatus.INVALID_OFFERS));
      case PROVISIONED,
          STAGING,
          STARTING,
          RUNNING,
          KILLING,
          UNREACHABLE,
          UNREACHABLE_INACTIVE,
          FINISHED,
          KILLED,
          FAILED,
          ERROR,
          UNKNOWN ->
          false;
    };
  }

  /** Mesos drains the agent: the end is no fault of the app. */
  private static final String DRAINING = "REASON_AGENT_DRAINING";
}
