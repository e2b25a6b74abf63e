package dev.marathon.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.app.AppEvent;
import dev.marathon.app.AppRules;
import dev.marathon.app.AppState;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.callbacks.CallbackEvent;
import dev.marathon.callbacks.CallbackRules;
import dev.marathon.callbacks.CallbackState;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentPlan.Step;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogEvent;
import dev.marathon.events.EventLogRules;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.PackedEvents;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkState;
import dev.marathon.group.AppVersion;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.Placement;
import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.Stored;
import dev.marathon.owner.StoredTogether;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Samples;
import dev.marathon.spec.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the golden files hold, by their names: a wire name, then, where one file is not enough, a
 * point and a word. Maps have at most one entry, since the order of more is not fixed.
 */
final class WireSamples {

  private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123Z");
  private static final Version OLD = Version.parse("2026-11-23T08:00:00.001Z");
  private static final Version NEW = new Version(AT);
  private static final Cause CAUSE =
      new Cause("alice", Optional.of("10.1.2.3"), Optional.of("release 7"));
  private static final AppId APP = Samples.full().id();
  private static final InstanceId FIRST = instance(1);
  private static final InstanceId SECOND = instance(2);
  private static final UUID DEPLOYMENT = uuid(7);
  private static final String KILLED = "KillingTasksViaApi";

  private final Map<String, Object> entries = new LinkedHashMap<>();

  private WireSamples() {}

  /** Journal entries and snapshots by the names of their files, without {@code .json}. */
  static Map<String, Object> all() {
    var samples = new WireSamples();
    samples.entries.put("owner.epoch-began.v1", new JournalEntry.EpochBegan<>(3, AT));
    samples.entries.put("owner.rested.v1", new JournalEntry.Rested<>(AT));
    samples.apps();
    samples.ledger();
    samples.group();
    samples.events();
    samples.framework();
    samples.callbacks();
    return samples.entries;
  }

  /** Of these, files in a form that is no longer written: a field came later. */
  static Set<String> older() {
    return Set.of("instance.state.v1.whole");
  }

  private void event(String file, Object event) {
    entries.put(file, new Stored<>(event, AT, 3, CAUSE));
  }

  private void state(String file, Object state) {
    entries.put(file, new Held<>(state, 3));
  }

  private void apps() {
    var activated = new AppEvent.DefinitionActivated(definition(), 17);
    event("app.definition-activated.v1", activated);
    event("app.definition-activated.v1.small", activated(Samples.small()));
    event("app.definition-activated.v1.resident", activated(Samples.resident()));
    event("app.definition-activated.v1.external", activated(Samples.external()));
    event("app.definition-activated.v1.ports", activated(Samples.hostPorts()));
    event("app.deleted.v1", new AppEvent.AppDeleted(18));
    event("app.definitions-forgotten.v1", new AppEvent.DefinitionsForgotten(OLD));
    state("app.state.v1", new AppRules(50).apply(AppState.EMPTY, activated));
  }

  private static AppEvent activated(AppDefinition definition) {
    return new AppEvent.DefinitionActivated(versioned(definition), 17);
  }

  private void samplesOfSeveral(Object provisioned, Object running) {
    entries.put(
        "[instance.provisioned.v1,instance.condition-changed.v1]",
        new StoredTogether<>(
            List.of(
                new Stored<>(provisioned, AT, 3, Cause.internal("scheduler")),
                new Stored<>(running, AT, 3, CAUSE),
                new Stored<>(provisioned, AT, 3, CAUSE))));
  }

  private void ledger() {
    var set = new LedgerEvent.TargetSet(definition(), 17, List.of(FIRST, SECOND), AT);
    var provisioned = provisioned(FIRST);
    var failed = condition(FIRST, Condition.FAILED, "REASON_COMMAND_EXECUTOR_FAILED", false);
    var running = condition(SECOND, Condition.RUNNING, "", true);
    var kill = new LedgerEvent.KillRequested(SECOND, 1, KILLED, "asked by alice", AT);
    event("instance.target-set.v1", set);
    event("instance.target-removed.v1", new LedgerEvent.TargetRemoved(APP, 18, AT));
    event("instance.app-forgotten.v1", new LedgerEvent.AppForgotten(APP));
    event("instance.provisioned.v1", provisioned);
    event("instance.condition-changed.v1", running);
    event("instance.condition-changed.v1.failed", failed);
    event(
        "instance.health-changed.v1",
        new LedgerEvent.HealthChanged(FIRST, 2, Optional.of(false), AT));
    event("instance.readiness-changed.v1", new LedgerEvent.ReadinessChanged(FIRST, 2, true, AT));
    event("instance.kill-requested.v1", kill);
    event(
        "instance.goal-changed.v1",
        new LedgerEvent.GoalChanged(FIRST, Goal.DECOMMISSIONED, "Upgrading", AT));
    event("instance.expunged.v1", new LedgerEvent.InstanceExpunged(FIRST, APP, "Unreachable", AT));
    event("instance.backoff-reset.v1", new LedgerEvent.BackoffReset(APP, OLD));
    samplesOfSeveral(provisioned, running);
    var state = LedgerState.EMPTY;
    for (var event :
        List.of(
            set,
            provisioned,
            failed,
            provisioned(SECOND),
            running,
            new LedgerEvent.HealthChanged(SECOND, 1, Optional.of(true), AT),
            new LedgerEvent.ReadinessChanged(SECOND, 1, true, AT),
            kill)) {
      state = state.apply(event);
    }
    state("instance.state.v1", state);
    state("instance.state.v1.whole", state);
  }

  private static LedgerEvent.InstanceProvisioned provisioned(InstanceId id) {
    return new LedgerEvent.InstanceProvisioned(
        id,
        APP,
        1,
        NEW,
        OLD,
        "prod",
        new Placement(
            "a-S1",
            "host1",
            List.of(31000, 31001),
            Optional.of("eu"),
            Optional.of("eu-1"),
            Map.of("rack", "r1")),
        AT);
  }

  private static LedgerEvent.ConditionChanged condition(
      InstanceId id, Condition condition, String reason, boolean addressed) {
    return new LedgerEvent.ConditionChanged(
        id,
        1,
        condition,
        condition.taskState(),
        reason,
        "Command exited with status 1",
        Optional.of(condition == Condition.RUNNING),
        addressed ? List.of(new Instance.IpAddress("10.0.0.7", "IPv4")) : List.of(),
        AT.plusSeconds(2));
  }

  private void group() {
    var committed =
        new GroupEvent.ChangeCommitted(
            NEW,
            List.of(definition()),
            Map.of(APP, "5f70bf18"),
            List.of(new AppId("/prod/old")),
            List.of(
                new GroupEvent.GroupSet(
                    new GroupId("/prod"), List.of(new PathId("/infra/db")), true)),
            List.of(new GroupId("/prod/unused")),
            Map.of(APP, List.of(FIRST)),
            plan(),
            List.of(uuid(8)),
            Optional.of("key-1"),
            new GroupId("/prod"),
            AT);
    event("group.change-committed.v1", committed);
    event(
        "group.definitions-confirmed.v1",
        new GroupEvent.DefinitionsConfirmed(List.of(new AppVersion(APP, NEW))));
    event(
        "group.deployment-ended.v1",
        new GroupEvent.DeploymentEnded(plan(), false, Optional.of("cancelled"), AT));
    state("group.state.v1", GroupState.EMPTY.apply(alone(committed)));
  }

  /** The change as the first one of all: maps of the state then have one entry. */
  private static GroupEvent.ChangeCommitted alone(GroupEvent.ChangeCommitted change) {
    return new GroupEvent.ChangeCommitted(
        change.version(),
        change.puts(),
        change.configHashes(),
        List.of(),
        change.groups(),
        List.of(),
        change.victims(),
        change.plan(),
        List.of(),
        change.idempotencyKey(),
        change.eventGroup(),
        change.at());
  }

  private static DeploymentPlan plan() {
    return new DeploymentPlan(
        DEPLOYMENT,
        NEW,
        17,
        List.of(
            new Step(List.of(new Action(Kind.STOP, new AppId("/prod/old")))),
            new Step(List.of(new Action(Kind.START, APP))),
            new Step(
                List.of(new Action(Kind.SCALE, APP), new Action(Kind.RESTART, new AppId("/x"))))));
  }

  private void events() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("appId", APP.path()).put("slaveId", "a-S1").putArray("ports").add(31000);
    var appended =
        new EventLogEvent.EventsAppended(
            41,
            PackedEvents.of(List.of(ApiEvent.of("status_update_event", AT, json))),
            Map.of("InstanceLedger|7", 12L),
            AT);
    event("events.appended.v1", appended);
    var rules = new EventLogRules(new EventLogSettings(Duration.ofDays(1), 1_000));
    state("events.state.v1", rules.apply(rules.empty(), appended));
  }

  private void framework() {
    event("framework.registered.v1", new FrameworkEvent.FrameworkRegistered("f-0000"));
    event("framework.forgotten.v1", new FrameworkEvent.FrameworkForgotten());
    state("framework.state.v1", new FrameworkState(Optional.of("f-0000")));
  }

  private void callbacks() {
    var url = "http://hooks.example/marathon";
    var subscribed = new CallbackEvent.CallbackSubscribed(url, true, 12);
    event("callbacks.subscribed.v1", subscribed);
    event("callbacks.unsubscribed.v1", new CallbackEvent.CallbackUnsubscribed(url));
    event("callbacks.advanced.v1", new CallbackEvent.PositionsAdvanced(Map.of(url, 14L)));
    state("callbacks.state.v1", new CallbackRules().apply(CallbackState.EMPTY, subscribed));
  }

  private static AppDefinition definition() {
    return versioned(Samples.full());
  }

  private static AppDefinition versioned(AppDefinition definition) {
    return definition.toBuilder().version(NEW).versionInfo(new VersionInfo(NEW, OLD)).build();
  }

  private static InstanceId instance(int number) {
    return new InstanceId(APP.safe(), uuid(number));
  }

  private static UUID uuid(int number) {
    return UUID.fromString("00000000-0000-4000-8000-00000000000" + number);
  }
}
