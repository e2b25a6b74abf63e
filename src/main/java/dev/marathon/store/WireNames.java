package dev.marathon.store;

import dev.marathon.app.AppEvent;
import dev.marathon.app.AppState;
import dev.marathon.callbacks.CallbackEvent;
import dev.marathon.callbacks.CallbackState;
import dev.marathon.events.EventLogEvent;
import dev.marathon.events.EventLogState;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkState;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;

/** Every stored event and state with its wire name, in one place. */
final class WireNames {

  private static final String STATE_SUFFIX = ".state.v1";

  private WireNames() {}

  /** Whether the name is that of a snapshot rather than an event. */
  static boolean state(String name) {
    return name.endsWith(STATE_SUFFIX);
  }

  static Wire all() {
    var wire = new Wire();
    group(wire);
    ledger(wire);
    app(wire);
    wire.with("events.appended.v1", EventLogEvent.EventsAppended.class)
        .with("events.state.v1", EventLogState.class);
    wire.with("framework.registered.v1", FrameworkEvent.FrameworkRegistered.class)
        .with("framework.forgotten.v1", FrameworkEvent.FrameworkForgotten.class)
        .with("framework.state.v1", FrameworkState.class);
    wire.with("callbacks.subscribed.v1", CallbackEvent.CallbackSubscribed.class)
        .with("callbacks.unsubscribed.v1", CallbackEvent.CallbackUnsubscribed.class)
        .with("callbacks.advanced.v1", CallbackEvent.PositionsAdvanced.class)
        .with("callbacks.state.v1", CallbackState.class);
    return wire;
  }

  private static void group(Wire wire) {
    wire.with("group.change-committed.v1", GroupEvent.ChangeCommitted.class)
        .with("group.definitions-confirmed.v1", GroupEvent.DefinitionsConfirmed.class)
        .with("group.deployment-ended.v1", GroupEvent.DeploymentEnded.class)
        .with("group.state.v1", GroupState.class);
  }

  private static void ledger(Wire wire) {
    wire.with("instance.target-set.v1", LedgerEvent.TargetSet.class)
        .with("instance.target-removed.v1", LedgerEvent.TargetRemoved.class)
        .with("instance.app-forgotten.v1", LedgerEvent.AppForgotten.class)
        .with("instance.provisioned.v1", LedgerEvent.InstanceProvisioned.class)
        .with("instance.condition-changed.v1", LedgerEvent.ConditionChanged.class)
        .with("instance.health-changed.v1", LedgerEvent.HealthChanged.class)
        .with("instance.readiness-changed.v1", LedgerEvent.ReadinessChanged.class)
        .with("instance.kill-requested.v1", LedgerEvent.KillRequested.class)
        .with("instance.goal-changed.v1", LedgerEvent.GoalChanged.class)
        .with("instance.expunged.v1", LedgerEvent.InstanceExpunged.class)
        .with("instance.backoff-reset.v1", LedgerEvent.BackoffReset.class)
        .with("instance.state.v1", LedgerState.class);
  }

  private static void app(Wire wire) {
    wire.with("app.definition-activated.v1", AppEvent.DefinitionActivated.class)
        .with("app.deleted.v1", AppEvent.AppDeleted.class)
        .with("app.definitions-forgotten.v1", AppEvent.DefinitionsForgotten.class)
        .with("app.state.v1", AppState.class);
  }
}
