package dev.marathon.sim;

import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.group.GroupReply;
import dev.marathon.group.RevertPlan;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** People who want this, then that. */
final class Users {

  /** Something may depend on what stands before it. */
  private static final List<AppId> APPS =
      List.of(new AppId("/a"), new AppId("/g/b"), new AppId("/g/c"), new AppId("/d"));

  private static final GroupId GROUP = new GroupId("/g");
  private static final String NAME = "users";

  private final World world;
  private final Specs specs;

  /** Changes that were sent and not answered, by key. */
  private final Map<String, GroupCommand.Commit> open = new TreeMap<>();

  private int keys;

  Users(World world) {
    this.world = world;
    this.specs = new Specs(world.chance());
  }

  void act() {
    var app = world.chance().of(APPS);
    switch (world.chance().below(16)) {
      case 0, 1, 2 -> scale(app);
      case 3, 4 -> commit(List.of(put(configuration(app))));
      case 5, 6 -> commit(several());
      case 7 -> commit(List.of(new Change.RemoveApp(app)));
      case 8 -> commit(List.of(group()));
      case 9 -> restart(app);
      case 10 -> killAndScale(app);
      case 11 -> kill(app);
      case 12 -> tell(app, new LedgerCommand.ResetBackoff(app));
      case 13 -> cancel();
      case 14 -> rollBack();
      default -> groupBack();
    }
  }

  // Changes of the tree.

  private Map<AppId, AppDefinition> known() {
    return world.promises().tree().wanted();
  }

  private AppDefinition configuration(AppId app) {
    return specs.configuration(app).toBuilder().dependencies(dependencies(app)).build();
  }

  private List<PathId> dependencies(AppId app) {
    var some = new ArrayList<PathId>();
    for (var other : APPS.subList(0, APPS.indexOf(app))) {
      if (world.chance().oneIn(3)) {
        some.add(other.asPath());
      }
    }
    return some;
  }

  private static Change put(AppDefinition definition) {
    return new Change.PutApp(definition, Existence.ANY, Optional.empty(), false, List.of());
  }

  private List<Change> several() {
    var changes = new ArrayList<Change>();
    for (var app : APPS) {
      if (world.chance().oneIn(4)) {
        if (known().containsKey(app)) {
          changes.add(new Change.RemoveApp(app));
        }
      } else if (world.chance().oneIn(2)) {
        changes.add(put(configuration(app)));
      }
    }
    return changes;
  }

  private Change group() {
    return switch (world.chance().below(4)) {
      case 0 -> new Change.RemoveGroup(GROUP, false);
      case 1 -> new Change.KeepOnly(GROUP, Optional.of(List.of(APPS.get(1))), Optional.empty());
      default ->
          new Change.PutGroup(
              GROUP,
              Existence.ANY,
              Optional.of(
                  world.chance().oneIn(2) ? List.of(APPS.get(0).asPath()) : List.<PathId>of()),
              Optional.empty());
    };
  }

  private void scale(AppId app) {
    var now = known().get(app);
    commit(
        List.of(
            now == null
                ? put(configuration(app))
                : new Change.PutApp(
                    now.withInstances(specs.instances()),
                    Existence.MUST_EXIST,
                    Optional.of(now.version()),
                    false,
                    List.of())));
  }

  private void restart(AppId app) {
    var now = known().get(app);
    if (now != null) {
      commit(
          List.of(new Change.PutApp(now, Existence.MUST_EXIST, Optional.empty(), true, List.of())));
    }
  }

  private void killAndScale(AppId app) {
    var now = known().get(app);
    var victims = some(app);
    if (now != null && victims.size() <= now.instances()) {
      var fewer = now.withInstances(now.instances() - victims.size());
      commit(
          List.of(
              new Change.PutApp(
                  fewer, Existence.MUST_EXIST, Optional.of(now.version()), false, victims)));
    }
  }

  private void commit(List<Change> changes) {
    commit(
        new GroupCommand.Commit(
            changes,
            world.chance().oneIn(3),
            world.chance().oneIn(20),
            Optional.empty(),
            GroupId.ROOT));
  }

  /** With a key, so that it can be sent again by whoever gets no answer. */
  private void commit(GroupCommand.Commit commit) {
    var key = "key-" + ++keys;
    open.put(
        key,
        new GroupCommand.Commit(
            commit.changes(),
            commit.force(),
            commit.dryRun(),
            Optional.of(key),
            commit.eventGroup()));
    send(key);
  }

  private void send(String key) {
    world
        .node()
        .tree()
        .ask(
            NAME,
            open.get(key),
            reply -> {
              if (open.remove(key) != null
                  && reply.orElse(null) instanceof GroupReply.Accepted accepted) {
                world.promises().tree().acknowledged(accepted);
              }
            },
            () -> silence(key));
  }

  /** Some send it again, some let it be. */
  private void silence(String key) {
    if (open.containsKey(key)) {
      if (world.chance().oneIn(2)) {
        send(key);
      } else {
        open.remove(key);
      }
    }
  }

  /** After a crash nobody knows what became of the last changes. */
  void again() {
    List.copyOf(open.keySet()).forEach(this::silence);
  }

  // Deployments.

  private Optional<UUID> running() {
    var all = world.node().tree().state().deployments().running().keySet().stream().sorted();
    var ids = all.toList();
    return ids.isEmpty() ? Optional.empty() : Optional.of(world.chance().of(ids));
  }

  private void cancel() {
    running().ifPresent(id -> ask(new GroupCommand.CancelDeployment(id)));
  }

  private void rollBack() {
    running().ifPresent(id -> ask(new GroupCommand.PlanRollback(id)));
  }

  private void groupBack() {
    var versions = world.node().tree().state().versions(GroupId.ROOT);
    if (!versions.isEmpty()) {
      ask(new GroupCommand.PlanGroupRollback(GroupId.ROOT, world.chance().of(versions)));
    }
  }

  private void ask(GroupCommand command) {
    world
        .node()
        .tree()
        .ask(
            NAME,
            command,
            reply -> {
              if (reply.orElse(null) instanceof GroupReply.Reverts reverts) {
                revert(reverts.plan(), new HashMap<>(), new TreeMap<>(reverts.plan().missing()));
              }
            },
            () -> {});
  }

  /** Reads what is missing one by one, then changes the tree. */
  private void revert(
      RevertPlan plan, Map<AppId, AppDefinition> read, TreeMap<AppId, Version> missing) {
    var next = missing.pollFirstEntry();
    if (next == null) {
      commit(plan.commit(read, true, Optional.empty(), GroupId.ROOT));
      return;
    }
    world
        .node()
        .tree()
        .askApp(
            NAME,
            next.getKey(),
            new AppCommand.ReadVersion(next.getValue()),
            reply -> {
              if (reply.orElse(null) instanceof AppReply.Definition found
                  && found.definition().isPresent()) {
                read.put(next.getKey(), found.definition().get());
                revert(plan, read, missing);
              }
            },
            () -> {});
  }

  // Instances.

  private List<InstanceId> some(AppId app) {
    return world.node().instances(app).stream()
        .filter(instance -> world.chance().oneIn(2))
        .map(Instance::id)
        .toList();
  }

  private void kill(AppId app) {
    tell(app, new LedgerCommand.Kill(some(app), world.chance().oneIn(3), "a user wants it"));
  }

  private void tell(AppId app, LedgerCommand command) {
    world.node().ask(NAME, app.ledger(), command, reply -> {}, () -> {});
  }
}
