package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.deployment.AppTree;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * Groups and the apps in them, sorted by path, with the indexes that decisions need. Immutable. The
 * root group is always there, and so is the parent of everything.
 */
public final class GroupTree implements AppTree {

  static final GroupTree EMPTY =
      new GroupTree(
          TreePMap.empty(),
          TreePMap.singleton(GroupId.ROOT, GroupNode.PLAIN),
          HashTreePMap.empty(),
          ServicePorts.EMPTY);

  private final TreePMap<AppId, AppPointer> apps;
  private final TreePMap<GroupId, GroupNode> groups;
  private final HashPMap<String, AppId> safeIds;
  private final ServicePorts ports;

  private GroupTree(
      TreePMap<AppId, AppPointer> apps,
      TreePMap<GroupId, GroupNode> groups,
      HashPMap<String, AppId> safeIds,
      ServicePorts ports) {
    this.apps = apps;
    this.groups = groups;
    this.safeIds = safeIds;
    this.ports = ports;
  }

  public TreePMap<AppId, AppPointer> apps() {
    return apps;
  }

  public TreePMap<GroupId, GroupNode> groups() {
    return groups;
  }

  public Optional<AppPointer> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  public Optional<GroupNode> group(GroupId id) {
    return Optional.ofNullable(groups.get(id));
  }

  /** Apps in the group at any depth, with their pointers. */
  public TreePMap<AppId, AppPointer> pointersBelow(GroupId group) {
    return group.root()
        ? apps
        : apps.subMap(new AppId(first(group)), true, new AppId(end(group)), false);
  }

  @Override
  public Collection<AppId> appsBelow(GroupId group) {
    return pointersBelow(group).keySet();
  }

  /** Groups in the group at any depth, without the group itself. */
  public Collection<GroupId> groupsBelow(GroupId group) {
    return group.root()
        ? groups.minus(GroupId.ROOT).keySet()
        : groups.subMap(new GroupId(first(group)), true, new GroupId(end(group)), false).keySet();
  }

  @Override
  public boolean contains(AppId app) {
    return apps.containsKey(app);
  }

  @Override
  public List<PathId> dependencies(AppId app) {
    return app(app).map(AppPointer::dependencies).orElse(List.of());
  }

  @Override
  public List<PathId> dependencies(GroupId group) {
    return group(group).map(GroupNode::dependencies).orElse(List.of());
  }

  /** The app whose tasks could not be told from those of an app of this id; may be that app. */
  Optional<AppId> ownerOfSafeId(AppId id) {
    return Optional.ofNullable(safeIds.get(id.safe()));
  }

  ServicePorts ports() {
    return ports;
  }

  GroupTree withApp(AppId id, AppPointer pointer) {
    return new GroupTree(
        apps.plus(id, pointer),
        groups,
        safeIds.plus(id.safe(), id),
        ports.replace(servicePorts(id), pointer.servicePorts()));
  }

  GroupTree withoutApp(AppId id) {
    return new GroupTree(
        apps.minus(id),
        groups,
        id.equals(safeIds.get(id.safe())) ? safeIds.minus(id.safe()) : safeIds,
        ports.replace(servicePorts(id), List.of()));
  }

  GroupTree withGroup(GroupId id, GroupNode node) {
    return new GroupTree(apps, groups.plus(id, node), safeIds, ports);
  }

  GroupTree withoutGroup(GroupId id) {
    return new GroupTree(apps, groups.minus(id), safeIds, ports);
  }

  private List<Integer> servicePorts(AppId id) {
    return app(id).map(AppPointer::servicePorts).orElse(List.of());
  }

  /** Not above any path below the group: no segment starts with a character before '-'. */
  private static String first(GroupId group) {
    return group.path() + "/!";
  }

  /** Above all paths below the group, since '0' follows '/'. */
  private static String end(GroupId group) {
    return group.path() + "0";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupTree tree && apps.equals(tree.apps) && groups.equals(tree.groups);
  }

  @Override
  public int hashCode() {
    return Objects.hash(apps, groups);
  }

  @Override
  public String toString() {
    return "GroupTree(" + apps + ", " + groups + ")";
  }
}
