package dev.marathon.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The graph with its short cuts through groups, against the plain one with an edge for each pair.
 */
class DependencyGraphTest {

  private record Tree(Map<AppId, List<PathId>> apps, Map<GroupId, List<PathId>> groups)
      implements AppTree {
    @Override
    public boolean contains(AppId app) {
      return apps.containsKey(app);
    }

    @Override
    public List<PathId> dependencies(AppId app) {
      return apps.getOrDefault(app, List.of());
    }

    @Override
    public List<PathId> dependencies(GroupId group) {
      return groups.getOrDefault(group, List.of());
    }

    @Override
    public Collection<AppId> appsBelow(GroupId group) {
      return apps.keySet().stream().filter(app -> group.contains(app.path())).toList();
    }

    /** Apps that this one waits for, spelled out. */
    Set<AppId> needs(AppId app) {
      var paths = new ArrayList<>(dependencies(app));
      for (var group = app.parent(); ; group = group.parent()) {
        paths.addAll(dependencies(group));
        if (group.root()) {
          break;
        }
      }
      var needed = new HashSet<AppId>();
      for (var path : paths) {
        if (path.path().length() > 1 && contains(new AppId(path.path()))) {
          needed.add(new AppId(path.path()));
        } else {
          needed.addAll(appsBelow(new GroupId(path.path())));
        }
      }
      return needed;
    }

    Optional<Map<AppId, Integer>> plainDepths() {
      var depths = new HashMap<AppId, Integer>();
      for (var app : apps.keySet()) {
        if (plainDepth(app, depths, new HashSet<>()) < 0) {
          return Optional.empty();
        }
      }
      return Optional.of(depths);
    }

    private int plainDepth(AppId app, Map<AppId, Integer> depths, Set<AppId> above) {
      if (depths.containsKey(app)) {
        return depths.get(app);
      }
      if (!above.add(app)) {
        return -1;
      }
      int deepest = 0;
      for (var need : needs(app)) {
        int depth = plainDepth(need, depths, above);
        if (depth < 0) {
          return -1;
        }
        deepest = Math.max(deepest, depth);
      }
      above.remove(app);
      depths.put(app, deepest + 1);
      return deepest + 1;
    }
  }

  private static Tree random(Random random) {
    var apps = new TreeMap<AppId, List<PathId>>();
    var groups = new TreeMap<GroupId, List<PathId>>();
    var paths = new ArrayList<String>();
    for (int i = 0; i < 9; i++) {
      var group = new String[] {"/g", "/g/in", "/h", ""}[random.nextInt(4)];
      paths.add(group + "/a" + i);
    }
    var targets = new ArrayList<>(paths);
    targets.addAll(List.of("/g", "/g/in", "/h", "/nowhere"));
    for (var path : paths) {
      apps.put(new AppId(path), some(random, targets, 3));
    }
    for (var group : List.of("/g", "/g/in", "/h")) {
      groups.put(new GroupId(group), some(random, targets, 6));
    }
    return new Tree(apps, groups);
  }

  private static List<PathId> some(Random random, List<String> targets, int rarity) {
    return random.nextInt(rarity) == 0
        ? List.of(new PathId(targets.get(random.nextInt(targets.size()))))
        : List.of();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void depthsAndCyclesAreThoseOfThePlainGraph(long seed) {
    var random = new Random(seed);
    int cycles = 0;
    for (int i = 0; i < 400; i++) {
      var tree = random(random);
      var expected = tree.plainDepths();
      var actual = DependencyGraph.depths(tree, tree.apps().keySet(), app -> true);

      assertThat(actual).as(tree.toString()).isEqualTo(expected);
      cycles += expected.isEmpty() ? 1 : 0;
    }
    assertThat(cycles).isBetween(40, 360);
  }

  @Test
  void aChainMayBeAsLongAsThereAreApps() {
    var apps = new TreeMap<AppId, List<PathId>>();
    for (int i = 0; i < 20_000; i++) {
      apps.put(new AppId("/a" + i), i == 0 ? List.of() : List.of(new PathId("/a" + (i - 1))));
    }
    var last = new AppId("/a19999");

    var depths =
        DependencyGraph.depths(new Tree(apps, Map.of()), List.of(last), app -> true).orElseThrow();

    assertThat(depths).containsEntry(last, 20_000);
  }

  @Test
  void appsThatDoNotCountArePassedThrough() {
    var tree =
        new Tree(
            Map.of(
                new AppId("/a"), List.of(new PathId("/b")),
                new AppId("/b"), List.of(new PathId("/c")),
                new AppId("/c"), List.of()),
            Map.of());

    var depths =
        DependencyGraph.depths(tree, List.of(new AppId("/a")), app -> !app.equals(new AppId("/b")))
            .orElseThrow();

    assertThat(depths).containsEntry(new AppId("/a"), 2);
  }
}
