package dev.marathon.group;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Everything that the owner of the tree knows. Readers fold the same events with {@link #apply}.
 *
 * @param version root version, the one of the last change
 * @param order number of the last change; orders what is sent to apps and ledgers
 * @param pending by app, definitions and removals that are not confirmed yet, oldest first
 */
public record GroupState(
    Version version,
    long order,
    GroupTree tree,
    HashPMap<AppId, List<Pending>> pending,
    Deployments deployments,
    History history,
    RememberedKeys keys) {

  /** No app, and the root group alone. */
  public static final GroupState EMPTY =
      new GroupState(
          new Version(Instant.EPOCH),
          0,
          GroupTree.EMPTY,
          HashTreePMap.empty(),
          Deployments.NONE,
          History.EMPTY,
          RememberedKeys.NONE);

  /** From the form of its snapshot. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static GroupState of(GroupSnapshot snapshot) {
    return snapshot.state();
  }

  @JsonValue
  GroupSnapshot snapshot() {
    return GroupSnapshot.of(this);
  }

  /** Root versions in which the group existed, newest first, the present one included. */
  public List<Version> versions(GroupId group) {
    return history.versions(group, version, tree.group(group).isPresent());
  }

  /** The tree in that root version; empty if it is not kept. */
  public Optional<RootVersion> at(Version rootVersion) {
    return history.at(rootVersion, version, tree);
  }

  /** The state after an event. Knows neither clock nor context, and is cheap. */
  public GroupState apply(GroupEvent event) {
    if (event instanceof GroupEvent.ChangeCommitted committed) {
      return onCommitted(committed);
    }
    if (event instanceof GroupEvent.DefinitionsConfirmed confirmed) {
      return onConfirmed(confirmed);
    }
    if (event instanceof GroupEvent.DeploymentEnded ended) {
      return new GroupState(
          version, order, tree, pending, deployments.minus(ended.plan().id()), history, keys);
    }
    throw new Unhandled(event);
  }

  private GroupState onCommitted(GroupEvent.ChangeCommitted event) {
    var next = treeAfter(event);
    var appsBefore = new HashMap<AppId, Optional<AppPointer>>();
    event.removedApps().forEach(app -> appsBefore.put(app, tree.app(app)));
    event.puts().forEach(put -> appsBefore.put(put.id(), tree.app(put.id())));
    var groupsBefore = new HashMap<GroupId, Optional<GroupNode>>();
    event.removedGroups().forEach(group -> groupsBefore.put(group, tree.group(group)));
    event.groups().forEach(set -> groupsBefore.put(set.group(), tree.group(set.group())));
    return new GroupState(
        event.version(),
        event.plan().order(),
        next,
        pendingAfter(event),
        deploymentsAfter(event, next, appsBefore, groupsBefore),
        history.plus(delta(appsBefore, groupsBefore)),
        event
            .idempotencyKey()
            .map(key -> new Remembered(key, event.plan().id(), event.version()))
            .map(remembered -> keys.plus(remembered, event.at()))
            .orElse(keys));
  }

  private GroupTree treeAfter(GroupEvent.ChangeCommitted event) {
    var next = tree;
    for (var app : event.removedApps()) {
      next = next.withoutApp(app);
    }
    for (var group : event.removedGroups()) {
      next = next.withoutGroup(group);
    }
    for (var set : event.groups()) {
      next = next.withGroup(set.group(), new GroupNode(set.dependencies(), set.enforceRole()));
    }
    for (var put : event.puts()) {
      next = next.withApp(put.id(), AppPointer.of(put, event.configHashes().get(put.id())));
    }
    return next;
  }

  private HashPMap<AppId, List<Pending>> pendingAfter(GroupEvent.ChangeCommitted event) {
    var next = pending;
    long number = event.plan().order();
    for (var app : event.removedApps()) {
      next = add(next, app, new Pending(event.version(), number, Optional.empty()));
    }
    for (var put : event.puts()) {
      next = add(next, put.id(), new Pending(event.version(), number, Optional.of(put)));
    }
    return next;
  }

  private static HashPMap<AppId, List<Pending>> add(
      HashPMap<AppId, List<Pending>> map, AppId app, Pending added) {
    var list = new ArrayList<>(map.getOrDefault(app, List.of()));
    list.add(added);
    return map.plus(app, List.copyOf(list));
  }

  private Deployments deploymentsAfter(
      GroupEvent.ChangeCommitted event,
      GroupTree next,
      Map<AppId, Optional<AppPointer>> appsBefore,
      Map<GroupId, Optional<GroupNode>> groupsBefore) {
    if (event.plan().steps().isEmpty()) {
      return deployments;
    }
    var groups = new HashMap<GroupId, RunningDeployment.GroupChange>();
    groupsBefore.forEach(
        (group, before) ->
            groups.put(group, new RunningDeployment.GroupChange(before, next.group(group))));
    return deployments.plus(
        new RunningDeployment(event.plan(), event.victims(), appsBefore, groups, event.at()));
  }

  private RootDelta delta(
      Map<AppId, Optional<AppPointer>> appsBefore, Map<GroupId, Optional<GroupNode>> groupsBefore) {
    var versions = new HashMap<AppId, Optional<Version>>();
    appsBefore.forEach((app, before) -> versions.put(app, before.map(AppPointer::version)));
    return new RootDelta(version, versions, groupsBefore);
  }

  private GroupState onConfirmed(GroupEvent.DefinitionsConfirmed event) {
    var next = pending;
    for (var confirmed : event.versions()) {
      var left =
          next.getOrDefault(confirmed.app(), List.of()).stream()
              .filter(one -> !one.version().equals(confirmed.version()))
              .toList();
      next = left.isEmpty() ? next.minus(confirmed.app()) : next.plus(confirmed.app(), left);
    }
    return new GroupState(version, order, tree, next, deployments, history, keys);
  }
}
