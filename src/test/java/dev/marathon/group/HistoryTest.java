package dev.marathon.group;

import static dev.marathon.group.GroupScenario.app;
import static dev.marathon.group.GroupScenario.group;
import static dev.marathon.group.GroupScenario.put;
import static dev.marathon.group.GroupScenario.putGroup;
import static dev.marathon.group.GroupScenario.remove;
import static dev.marathon.group.GroupScenario.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final GroupScenario tree = new GroupScenario();

  @AfterEach
  void everythingReplays() {
    tree.replayed();
  }

  private Map<AppId, Version> apps() {
    var apps = new TreeMap<AppId, Version>();
    tree.state.tree().apps().forEach((app, pointer) -> apps.put(app, pointer.version()));
    return apps;
  }

  @Test
  void everyKeptVersionShowsTheTreeAsItWas() {
    var random = new Random(7);
    var versions = new ArrayList<Version>();
    var trees = new ArrayList<Map<AppId, Version>>();
    for (int i = 0; i < 40; i++) {
      tree.later(Duration.ofSeconds(1));
      var path = "/g" + random.nextInt(3) + "/a" + random.nextInt(4);
      boolean there = tree.state.tree().contains(app(path));
      versions.add(
          tree.done(
                  there && random.nextInt(3) == 0
                      ? remove(path)
                      : put(spec(path).cpus(1 + random.nextInt(1_000))))
              .version());
      trees.add(apps());
    }

    for (int i = 0; i < versions.size(); i++) {
      assertThat(tree.state.at(versions.get(i)).orElseThrow().apps()).isEqualTo(trees.get(i));
    }
  }

  @Test
  void theLastFiftyAreKeptAndRepeatsWithoutDifferenceCountOnce() {
    var first = tree.done(put(spec("/a").cpus(1))).version();
    for (int i = 0; i < 200; i++) {
      tree.later(Duration.ofSeconds(1)).done(put(spec("/a").cpus(1)));
    }
    assertThat(tree.state.at(first)).isPresent();

    for (int i = 0; i < History.MAX_VERSIONS + 1; i++) {
      tree.later(Duration.ofSeconds(1)).done(put(spec("/a").cpus(2 + i)));
    }
    assertThat(tree.state.at(first)).isEmpty();
  }

  @Test
  void aGroupHasTheVersionsInWhichItWasThere() {
    var without = tree.done(put(spec("/a"))).version();
    tree.later(Duration.ofSeconds(1));
    var with = tree.done(putGroup("/g")).version();
    tree.later(Duration.ofSeconds(1));
    var after = tree.done(put(spec("/b"))).version();

    assertThat(tree.state.history().versions(group("/g"), tree.state.version(), true))
        .containsExactly(after, with);
    assertThat(tree.state.history().versions(GroupId.ROOT, tree.state.version(), true))
        .contains(after, with, without);
  }
}
