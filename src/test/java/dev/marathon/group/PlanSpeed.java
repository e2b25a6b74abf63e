package dev.marathon.group;

import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Commit;
import java.util.ArrayList;

/** Times decisions about the tree: {@code java ... dev.marathon.group.PlanSpeed}. Not a test. */
public final class PlanSpeed {

  private static final GroupSettings SETTINGS =
      new GroupSettings(
          20_000, 10_000, 40_000, 100_000_000, "*", false, GroupScenario::hash, app -> 1_000);

  private PlanSpeed() {}

  public static void main(String[] args) {
    var world = new GroupScenario(SETTINGS);
    for (int group = 0; group < 10; group++) {
      world.when(apps("/tree-" + group, 1_000));
    }
    var group = GroupScenario.dry(apps("/more", 1_000));
    var one = GroupScenario.dry(apps("/more", 1));
    for (int pass = 0; pass < 5; pass++) {
      time("a group of 1,000 apps, ten deep, beside 10,000", world, group, 20);
      time("one more app beside 10,000", world, one, 2_000);
    }
  }

  /** Each app but every tenth depends on the one before it. */
  private static Commit apps(String group, int count) {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < count; i++) {
      var path = group + "/app-" + i;
      changes.add(
          GroupScenario.put(
              i % 10 == 0
                  ? GroupScenario.dependent(path)
                  : GroupScenario.dependent(path, group + "/app-" + (i - 1))));
    }
    return GroupScenario.commit(changes.toArray(Change[]::new));
  }

  private static void time(String name, GroupScenario world, Commit commit, int times) {
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      world.when(commit);
    }
    System.out.printf("%-50s %8.3f ms%n", name, (System.nanoTime() - begun) / 1e6 / times);
  }
}
