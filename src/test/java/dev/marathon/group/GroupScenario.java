package dev.marathon.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.owner.Held;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.VersionInfo;
import dev.marathon.store.JournalMapper;
import dev.marathon.store.WireSerializer;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Drives the rules of the tree the way its shell does, and remembers everything. */
final class GroupScenario {

  static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");

  static final GroupSettings SETTINGS =
      new GroupSettings(
          100, 10_000, 10_009, 10_000, "*", false, GroupScenario::hash, GroupScenario::bytes);

  final List<GroupEvent> log = new ArrayList<>();
  final List<GroupEvent> newest = new ArrayList<>();
  final List<GroupEffect> effects = new ArrayList<>();
  GroupState state = GroupState.EMPTY;
  GroupReply reply;
  Instant now = T0;
  private final GroupRules rules;
  private long ids;

  GroupScenario() {
    this(SETTINGS);
  }

  GroupScenario(GroupSettings settings) {
    rules = new GroupRules(settings);
  }

  /** Everything but count and versions. */
  static String hash(AppDefinition definition) {
    var plain =
        definition.toBuilder()
            .instances(0)
            .version(new Version(Instant.EPOCH))
            .versionInfo(new VersionInfo(new Version(Instant.EPOCH), new Version(Instant.EPOCH)))
            .build();
    return Integer.toHexString(plain.toString().hashCode());
  }

  private static int bytes(AppDefinition definition) {
    return 1_000 + definition.cmd().map(String::length).orElse(0);
  }

  static AppId app(String path) {
    return new AppId(path);
  }

  static GroupId group(String path) {
    return new GroupId(path);
  }

  static AppBuilder spec(String path) {
    return AppBuilder.of(app(path)).cmd("sleep");
  }

  static AppDefinition dependent(String path, String... dependencies) {
    return spec(path).dependencies(paths(dependencies)).build();
  }

  static List<PathId> paths(String... paths) {
    return Arrays.stream(paths).map(PathId::new).toList();
  }

  static Change put(AppBuilder definition) {
    return put(definition.build());
  }

  static Change put(AppDefinition definition) {
    return put(definition, Existence.ANY);
  }

  static Change put(AppDefinition definition, Existence existence) {
    return new Change.PutApp(definition, existence, Optional.empty(), false, List.of());
  }

  static Change restart(AppBuilder definition) {
    return new Change.PutApp(
        definition.build(), Existence.MUST_EXIST, Optional.empty(), true, List.of());
  }

  static Change remove(String path) {
    return new Change.RemoveApp(app(path));
  }

  static Change putGroup(String path, String... dependencies) {
    return new Change.PutGroup(
        group(path), Existence.ANY, Optional.of(paths(dependencies)), Optional.empty());
  }

  static GroupCommand.Commit commit(Change... changes) {
    return new GroupCommand.Commit(List.of(changes), false, false, Optional.empty(), GroupId.ROOT);
  }

  static GroupCommand.Commit forced(GroupCommand.Commit commit) {
    return new GroupCommand.Commit(
        commit.changes(), true, commit.dryRun(), commit.idempotencyKey(), commit.eventGroup());
  }

  static GroupCommand.Commit dry(GroupCommand.Commit commit) {
    return new GroupCommand.Commit(
        commit.changes(), commit.force(), true, commit.idempotencyKey(), commit.eventGroup());
  }

  static GroupCommand.Commit keyed(String key, GroupCommand.Commit commit) {
    return new GroupCommand.Commit(
        commit.changes(), commit.force(), commit.dryRun(), Optional.of(key), commit.eventGroup());
  }

  GroupScenario when(GroupCommand command) {
    var context = new Context(now, Cause.internal("test"), () -> new UUID(0, ++ids));
    var before = state;
    var decision = rules.decide(state, command, context);
    newest.clear();
    effects.clear();
    newest.addAll(decision.events());
    effects.addAll(decision.effects());
    reply = decision.reply();
    for (var event : newest) {
      state = rules.apply(state, event);
      log.add(event);
    }
    if (newest.isEmpty()) {
      assertThat(state).isSameAs(before);
    }
    return this;
  }

  /** A commit that has to be accepted. */
  GroupReply.Accepted accepted(GroupCommand.Commit commit) {
    when(commit);
    assertThat(reply).isInstanceOf(GroupReply.Accepted.class);
    return (GroupReply.Accepted) reply;
  }

  /** A commit whose deployment succeeds at once. */
  GroupReply.Accepted done(Change... changes) {
    var accepted = accepted(commit(changes));
    when(new GroupCommand.EndDeployment(accepted.deployment(), true, Optional.empty()));
    return accepted;
  }

  GroupScenario later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  GroupScenario refused(GroupReply expected) {
    assertThat(reply).isEqualTo(expected);
    assertThat(newest).isEmpty();
    return this;
  }

  AppPointer pointer(String path) {
    return state.tree().app(app(path)).orElseThrow();
  }

  /** Steps like {@code START /a, START /b; SCALE /a; SCALE /b}. */
  String steps() {
    return newest.stream()
        .filter(GroupEvent.ChangeCommitted.class::isInstance)
        .map(event -> steps(((GroupEvent.ChangeCommitted) event).plan()))
        .collect(Collectors.joining());
  }

  static String steps(DeploymentPlan plan) {
    return plan.steps().stream()
        .map(
            step ->
                step.actions().stream()
                    .map(action -> action.kind() + " " + action.app())
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  <T extends GroupEffect> List<T> effects(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Replays the stored log, stores and reads the snapshot, and compares. */
  void replayed() {
    var replay = GroupState.EMPTY;
    for (var event : log) {
      replay = rules.apply(replay, read(event));
    }
    assertThat(replay).isEqualTo(state);
    var serializer = new WireSerializer();
    var held = new Held<>(state, 3);
    try {
      var bytes = serializer.toBinary(held);
      var back = serializer.fromBinary(bytes, serializer.manifest(held));
      assertThat(back).isEqualTo(held);
    } catch (NotSerializableException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static GroupEvent read(GroupEvent event) {
    var mapper = JournalMapper.create();
    try {
      return mapper.readValue(mapper.writeValueAsBytes(event), event.getClass());
    } catch (java.io.IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
