package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlanner;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tree while one commit changes it, and what the commit comes to so far. Lives for one
 * decision. Each change looks at what the ones before left; the result is compared with the tree
 * before all of them, so that something removed and put again is a change of it, not a new thing.
 */
final class Draft {

  static final String SAME_ID = "Groups and Applications may not have the same identifier.";

  private final GroupState state;
  private final GroupSettings settings;
  private final Version version;
  private final PortAssignment ports;
  private final Map<AppId, Put> puts = new LinkedHashMap<>();
  private final TreeSet<AppId> touchedApps = new TreeSet<>();
  private final TreeSet<GroupId> touchedGroups = new TreeSet<>();
  private GroupTree tree;

  /**
   * @param version that the root and all changed apps get
   */
  Draft(
      GroupState state,
      GroupSettings settings,
      Version version,
      List<GroupCommand.Change> changes) {
    this.state = state;
    this.settings = settings;
    this.version = version;
    this.tree = state.tree();
    this.ports = new PortAssignment(settings, tree.ports(), definitions(changes));
  }

  private static List<AppDefinition> definitions(List<GroupCommand.Change> changes) {
    var found = new ArrayList<AppDefinition>();
    for (var change : changes) {
      if (change instanceof GroupCommand.Change.PutApp put) {
        found.add(put.definition());
      }
    }
    return found;
  }

  GroupTree tree() {
    return tree;
  }

  Collection<Put> puts() {
    return puts.values();
  }

  /** Apps that were there before the commit and are no longer. */
  List<AppId> removedApps() {
    return touchedApps.stream()
        .filter(app -> state.tree().contains(app) && !tree.contains(app))
        .toList();
  }

  List<GroupId> removedGroups() {
    return touchedGroups.stream()
        .filter(group -> state.tree().group(group).isPresent() && tree.group(group).isEmpty())
        .toList();
  }

  /** Groups that are new or have other fields. */
  List<GroupEvent.GroupSet> groupsSet() {
    var sets = new ArrayList<GroupEvent.GroupSet>();
    for (var id : touchedGroups) {
      var now = tree.group(id);
      if (now.isPresent() && !now.equals(state.tree().group(id))) {
        sets.add(new GroupEvent.GroupSet(id, now.get().dependencies(), now.get().enforceRole()));
      }
    }
    return sets;
  }

  TreeMap<AppId, DeploymentPlanner.Change> kinds() {
    var kinds = new TreeMap<AppId, DeploymentPlanner.Change>();
    puts.forEach((app, put) -> kinds.put(app, put.kind()));
    return kinds;
  }

  /** Unchanged apps that inherit dependencies from a group that changed. */
  Collection<AppId> heirs() {
    var heirs = new TreeSet<AppId>();
    for (var id : touchedGroups) {
      if (!tree.dependencies(id).equals(state.tree().dependencies(id))) {
        heirs.addAll(tree.appsBelow(id));
      }
    }
    return heirs;
  }

  /**
   * Puts the app into the tree.
   *
   * @return the refusal, if it is none
   */
  Optional<GroupReply> put(GroupCommand.Change.PutApp change) {
    var id = change.definition().id();
    var before = state.tree().app(id);
    var refusal = takePlace(id);
    if (refusal.isPresent()) {
      return refusal;
    }
    var assigned =
        ports.assign(change.definition(), before.map(AppPointer::servicePorts).orElse(List.of()));
    if (assigned.isEmpty()) {
      return Optional.of(
          new GroupReply.NoServicePorts(settings.servicePortMin(), settings.servicePortMax()));
    }
    touchedApps.add(id);
    var classification =
        new Classification(assigned.get(), settings.configHash().apply(assigned.get()), change);
    if (classification.same(before)) {
      puts.remove(id);
      tree = tree.withApp(id, before.orElseThrow());
      return Optional.empty();
    }
    var put = classification.put(before, beforeDeployment(id), version);
    puts.put(id, put);
    tree = tree.withApp(id, AppPointer.of(put.definition(), put.configHash()));
    return Optional.empty();
  }

  /** The app as it was before the deployment that is changing it. */
  private Optional<AppPointer> beforeDeployment(AppId id) {
    return state
        .deployments()
        .holderOf(id)
        .flatMap(holder -> holder.appsBefore().getOrDefault(id, Optional.empty()));
  }

  private Optional<GroupReply> takePlace(AppId id) {
    var group = new GroupId(id.path());
    if (tree.group(group).isPresent()) {
      if (!tree.pointersBelow(group).isEmpty()) {
        return Optional.of(new GroupReply.Invalid("/", SAME_ID));
      }
      removeGroup(group);
    }
    var other = tree.ownerOfSafeId(id).filter(owner -> !owner.equals(id));
    if (other.isPresent()) {
      return Optional.of(
          new GroupReply.Invalid(
              "/id",
              "tasks of '" + id + "' could not be told from those of '" + other.get() + "'"));
    }
    return ensureGroup(id.parent());
  }

  /** Creates the group and its parents where they are missing. */
  Optional<GroupReply> ensureGroup(GroupId group) {
    if (tree.group(group).isPresent()) {
      return Optional.empty();
    }
    if (tree.contains(new AppId(group.path()))) {
      return Optional.of(new GroupReply.Invalid("/", SAME_ID));
    }
    var refusal = ensureGroup(group.parent());
    if (refusal.isEmpty()) {
      boolean enforce = group.parent().root() && settings.newGroupEnforceRole();
      setGroup(group, new GroupNode(List.of(), enforce));
    }
    return refusal;
  }

  void setGroup(GroupId group, GroupNode node) {
    touchedGroups.add(group);
    tree = tree.withGroup(group, node);
  }

  void removeApp(AppId app) {
    touchedApps.add(app);
    puts.remove(app);
    tree = tree.withoutApp(app);
  }

  /** Removes the group with everything in it; of the root only what is in it. */
  void removeGroup(GroupId group) {
    List.copyOf(tree.appsBelow(group)).forEach(this::removeApp);
    for (var below : List.copyOf(tree.groupsBelow(group))) {
      touchedGroups.add(below);
      tree = tree.withoutGroup(below);
    }
    if (!group.root()) {
      touchedGroups.add(group);
      tree = tree.withoutGroup(group);
    }
  }
}
