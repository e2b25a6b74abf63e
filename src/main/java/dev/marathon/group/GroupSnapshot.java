package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;

/**
 * Stored form of a {@link GroupState}: its facts without the indexes. Names are short because there
 * is one row per app.
 */
record GroupSnapshot(
    Version version,
    long order,
    List<AppRow> apps,
    List<GroupEvent.GroupSet> groups,
    Map<AppId, List<Pending>> pending,
    List<RunningDeployment> deployments,
    List<RootDelta> history,
    List<Remembered> keys) {

  /**
   * @param v version
   * @param c last change of the configuration
   * @param s last scaling
   * @param h configuration hash
   * @param n instances
   * @param r role
   * @param d dependencies
   * @param p service ports
   */
  record AppRow(
      AppId id,
      Version v,
      Version c,
      Version s,
      String h,
      int n,
      String r,
      List<PathId> d,
      List<Integer> p) {

    static AppRow of(AppId id, AppPointer app) {
      return new AppRow(
          id,
          app.version(),
          app.lastConfigChangeAt(),
          app.lastScalingAt(),
          app.configHash(),
          app.instances(),
          app.role(),
          app.dependencies(),
          app.servicePorts());
    }

    AppPointer pointer() {
      return new AppPointer(v, c, s, h, n, r, d, p);
    }
  }

  static GroupSnapshot of(GroupState state) {
    return new GroupSnapshot(
        state.version(),
        state.order(),
        state.tree().apps().entrySet().stream()
            .map(app -> AppRow.of(app.getKey(), app.getValue()))
            .toList(),
        state.tree().groups().entrySet().stream()
            .map(group -> set(group.getKey(), group.getValue()))
            .toList(),
        state.pending(),
        List.copyOf(state.deployments().running().values()),
        state.history().deltas(),
        state.keys().order());
  }

  GroupState state() {
    var tree = GroupTree.EMPTY;
    for (var set : groups) {
      tree = tree.withGroup(set.group(), new GroupNode(set.dependencies(), set.enforceRole()));
    }
    for (var row : apps) {
      tree = tree.withApp(row.id(), row.pointer());
    }
    var running = Deployments.NONE;
    for (var deployment : deployments) {
      running = running.plus(deployment);
    }
    return new GroupState(
        version,
        order,
        tree,
        HashTreePMap.from(pending),
        running,
        History.of(history),
        RememberedKeys.of(keys));
  }

  private static GroupEvent.GroupSet set(GroupId id, GroupNode node) {
    return new GroupEvent.GroupSet(id, node.dependencies(), node.enforceRole());
  }
}
