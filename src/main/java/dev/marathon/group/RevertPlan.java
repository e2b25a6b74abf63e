package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What leads back to an earlier state of a part of the tree. The definitions of earlier versions
 * are kept by the apps, so whoever executes it reads the {@link #missing} ones there and sends the
 * {@link #commit}.
 *
 * @param restore version that each app gets back
 * @param basedOn version of each of these apps at the time of planning, if it exists then: a commit
 *     is refused as stale when it moved on meanwhile
 * @param remove apps that were not there
 * @param groups groups to set, after apps are removed and before apps are restored
 * @param emptied groups to remove at the end, if nothing is in them
 * @param held definitions that the tree itself still holds
 */
public record RevertPlan(
    Map<AppId, Version> restore,
    Map<AppId, Version> basedOn,
    List<AppId> remove,
    List<Change> groups,
    List<Change> emptied,
    Map<AppId, AppDefinition> held) {

  public RevertPlan {
    restore = Map.copyOf(restore);
    basedOn = Map.copyOf(basedOn);
    remove = List.copyOf(remove);
    groups = List.copyOf(groups);
    emptied = List.copyOf(emptied);
    held = Map.copyOf(held);
  }

  /** Definitions that have to be read from the apps. */
  public Map<AppId, Version> missing() {
    var missing = new TreeMap<>(restore);
    missing.keySet().removeAll(held.keySet());
    return missing;
  }

  /**
   * The commit that executes the plan.
   *
   * @param read the {@link #missing} definitions
   * @throws IllegalArgumentException if one is not given
   */
  public GroupCommand.Commit commit(
      Map<AppId, AppDefinition> read,
      boolean force,
      Optional<String> idempotencyKey,
      GroupId eventGroup) {
    var changes = new ArrayList<Change>();
    remove.forEach(app -> changes.add(new Change.RemoveApp(app)));
    changes.addAll(groups);
    for (var app : new TreeSet<>(restore.keySet())) {
      var definition = held.containsKey(app) ? held.get(app) : read.get(app);
      if (definition == null) {
        throw new IllegalArgumentException("no definition of " + app + " was read");
      }
      changes.add(
          new Change.PutApp(
              definition, Existence.ANY, Optional.ofNullable(basedOn.get(app)), false, List.of()));
    }
    changes.addAll(emptied);
    return new GroupCommand.Commit(changes, force, false, idempotencyKey, eventGroup);
  }

  /**
   * Undoes what the change of a running deployment did and keeps what others changed since. Source:
   * scheduling semantics, "failures and cancel".
   */
  static Optional<RevertPlan> ofDeployment(GroupState state, UUID deployment) {
    return state
        .deployments()
        .find(deployment)
        .map(
            running -> {
              var builder = new Builder(state);
              running
                  .appsBefore()
                  .forEach((app, before) -> builder.app(app, before.map(AppPointer::version)));
              running.groups().forEach(builder::groupBackIfUntouched);
              return builder.build();
            });
  }

  /** Brings the group and everything in it to a root version. Empty if it was not there then. */
  static Optional<RevertPlan> ofGroup(GroupState state, GroupId group, Version version) {
    return state
        .at(version)
        .filter(root -> root.groups().containsKey(group))
        .map(
            root -> {
              var builder = new Builder(state);
              var apps = new TreeSet<>(state.tree().appsBelow(group));
              root.apps().keySet().stream()
                  .filter(app -> group.contains(app.path()))
                  .forEach(apps::add);
              apps.forEach(app -> builder.app(app, Optional.ofNullable(root.apps().get(app))));
              var groups = new TreeSet<>(state.tree().groupsBelow(group));
              root.groups().keySet().stream()
                  .filter(one -> group.contains(one.path()))
                  .forEach(groups::add);
              groups.add(group);
              groups.forEach(
                  one -> builder.groupTo(one, Optional.ofNullable(root.groups().get(one))));
              return builder.build();
            });
  }

  private static final class Builder {
    private final GroupState state;
    private final Map<AppId, Version> restore = new HashMap<>();
    private final Map<AppId, Version> basedOn = new HashMap<>();
    private final List<AppId> remove = new ArrayList<>();
    private final TreeMap<GroupId, GroupNode> groups = new TreeMap<>();
    private final TreeSet<GroupId> emptied =
        new TreeSet<>(
            Comparator.comparingInt((GroupId group) -> -group.path().length())
                .thenComparing(GroupId::path));

    Builder(GroupState state) {
      this.state = state;
    }

    void app(AppId app, Optional<Version> wanted) {
      var now = state.tree().app(app).map(AppPointer::version);
      if (now.equals(wanted)) {
        return;
      }
      if (wanted.isEmpty()) {
        remove.add(app);
        return;
      }
      restore.put(app, wanted.get());
      now.ifPresent(version -> basedOn.put(app, version));
    }

    void groupBackIfUntouched(GroupId group, RunningDeployment.GroupChange change) {
      if (state.tree().group(group).equals(change.after())) {
        groupTo(group, change.before());
      }
    }

    void groupTo(GroupId group, Optional<GroupNode> wanted) {
      if (state.tree().group(group).equals(wanted)) {
        return;
      }
      wanted.ifPresentOrElse(node -> groups.put(group, node), () -> emptied.add(group));
    }

    RevertPlan build() {
      return new RevertPlan(restore, basedOn, remove, puts(), removals(), held(restore.entrySet()));
    }

    private List<Change> puts() {
      var changes = new ArrayList<Change>();
      groups.forEach(
          (group, node) ->
              changes.add(
                  new Change.PutGroup(
                      group,
                      Existence.ANY,
                      Optional.of(node.dependencies()),
                      group.parent().root() && !group.root()
                          ? Optional.of(node.enforceRole())
                          : Optional.empty())));
      return changes;
    }

    private List<Change> removals() {
      return emptied.stream().<Change>map(group -> new Change.RemoveGroup(group, true)).toList();
    }

    private Map<AppId, AppDefinition> held(Collection<Map.Entry<AppId, Version>> wanted) {
      var held = new HashMap<AppId, AppDefinition>();
      for (var entry : wanted) {
        Effects.held(state, entry.getKey(), entry.getValue())
            .ifPresent(definition -> held.put(entry.getKey(), definition));
      }
      return held;
    }
  }
}
