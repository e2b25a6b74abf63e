package dev.marathon.events;

import dev.marathon.base.AppId;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.spec.HealthCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a ledger's stored events mean to consumers. Each is seen against the state that the one
 * before it left, so that the same record gives the same events whether it is told at once or read
 * from the journal after a crash.
 */
final class LedgerTranslation {

  private final List<ApiEvent> events = new ArrayList<>();
  private LedgerState state;

  /**
   * @param state before the first event
   */
  LedgerTranslation(LedgerState state) {
    this.state = state;
  }

  /** What was translated since this was asked last. */
  List<ApiEvent> take() {
    var taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void next(LedgerEvent event, Instant at) {
    next(event, state.apply(event), at);
  }

  /**
   * @param after the state after the event
   */
  void next(LedgerEvent event, LedgerState after, Instant at) {
    var before = state;
    state = after;
    if (event instanceof LedgerEvent.TargetSet e) {
      target(before.app(e.definition().id()).map(AppLedger::target), e, at);
    } else if (event instanceof LedgerEvent.AppForgotten e) {
      before.app(e.appId()).ifPresent(app -> checksRemoved(app, at));
      add(terminated(e.appId(), at));
    } else if (event instanceof LedgerEvent.InstanceProvisioned e) {
      state.instance(e.id()).ifPresent(now -> provisioned(now, before, at));
    } else if (event instanceof LedgerEvent.ConditionChanged e) {
      before.instance(e.id()).ifPresent(was -> condition(was, e, at));
    } else if (event instanceof LedgerEvent.HealthChanged e) {
      state.instance(e.id()).ifPresent(now -> add(EventJson.health(now, now.healthy(), at)));
    } else if (event instanceof LedgerEvent.KillRequested e && e.unhealthy()) {
      state.instance(e.id()).ifPresent(now -> add(EventJson.unhealthy(now, e.message(), at)));
    } else if (event instanceof LedgerEvent.GoalChanged e && e.goal() != Goal.RUNNING) {
      state.instance(e.id()).ifPresent(now -> add(EventJson.changed(now, now.condition(), at)));
    } else if (event instanceof LedgerEvent.InstanceExpunged e) {
      before.instance(e.id()).ifPresent(was -> expunged(was, at));
    }
  }

  private void add(ApiEvent event) {
    events.add(event);
  }

  private static ApiEvent terminated(AppId app, Instant at) {
    return ApiEvent.of("app_terminated_event", at, EventJson.object().put("appId", app.path()));
  }

  /** Health checks are told by configuration: scaling changes none. */
  private void target(
      Optional<dev.marathon.instance.Target> before, LedgerEvent.TargetSet set, Instant at) {
    var app = state.app(set.definition().id());
    var version = app.map(now -> now.target().configVersion());
    if (version.isEmpty() || before.map(was -> was.configVersion()).equals(version)) {
      return;
    }
    events.addAll(EventJson.checksAdded(set.definition(), version.get(), at));
    before.ifPresent(
        was ->
            was.definition()
                .healthChecks()
                .forEach(check -> add(EventJson.checkRemoved(set.definition().id(), at))));
  }

  private void checksRemoved(AppLedger app, Instant at) {
    var definition = app.target().definition();
    definition.healthChecks().forEach(check -> add(EventJson.checkRemoved(definition.id(), at)));
  }

  private void provisioned(Instance now, LedgerState before, Instant at) {
    if (before.instance(now.id()).isEmpty()) {
      add(EventJson.scheduled(now, at));
    }
    add(EventJson.changed(now, Condition.PROVISIONED, at));
  }

  /** What is stored of an update is what it changed, be it only the result of the agent's check. */
  private void condition(Instance was, LedgerEvent.ConditionChanged e, Instant at) {
    var now = state.instance(e.id()).orElse(was);
    add(EventJson.status(now, e.incarnation(), e.mesosState(), e.message(), e.addresses(), at));
    if (was.condition() != now.condition()) {
      add(EventJson.changed(now, now.condition(), at));
    }
    if (!was.healthy().equals(now.healthy())) {
      add(EventJson.health(now, now.healthy(), at));
    }
    events.addAll(CheckEvents.ofAgent(was, now, agentsCheck(now), at));
    if (!was.waiting() && now.waiting()) {
      add(EventJson.scheduled(now, at));
    }
  }

  private Optional<HealthCheck> agentsCheck(Instance instance) {
    return state
        .app(instance.appId())
        .map(app -> app.generation(instance))
        .flatMap(
            generation ->
                generation.definition().healthChecks().stream()
                    .filter(check -> !check.protocol().byMarathon())
                    .findFirst());
  }

  /** The end of a task was told when it ended. */
  private void expunged(Instance was, Instant at) {
    if (!was.condition().terminal() || was.waiting()) {
      add(EventJson.changed(was, Condition.KILLED, at));
    }
  }
}
