package dev.marathon.group;

import static dev.marathon.group.GroupScenario.T0;
import static dev.marathon.group.GroupScenario.app;
import static dev.marathon.group.GroupScenario.commit;
import static dev.marathon.group.GroupScenario.dependent;
import static dev.marathon.group.GroupScenario.dry;
import static dev.marathon.group.GroupScenario.forced;
import static dev.marathon.group.GroupScenario.group;
import static dev.marathon.group.GroupScenario.keyed;
import static dev.marathon.group.GroupScenario.put;
import static dev.marathon.group.GroupScenario.putGroup;
import static dev.marathon.group.GroupScenario.remove;
import static dev.marathon.group.GroupScenario.restart;
import static dev.marathon.group.GroupScenario.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitTest {

  private final GroupScenario tree = new GroupScenario();

  @AfterEach
  void everythingReplays() {
    tree.replayed();
  }

  @Test
  void aNewAppGetsAVersionAGroupAndADeployment() {
    var accepted = tree.accepted(commit(put(spec("/prod/web").instances(3))));

    assertThat(accepted.version()).isEqualTo(new Version(T0));
    assertThat(accepted.definitions().get(0).version()).isEqualTo(accepted.version());
    assertThat(tree.steps()).isEqualTo("START /prod/web; SCALE /prod/web");
    assertThat(tree.state.tree().group(group("/prod"))).isPresent();
    assertThat(tree.pointer("/prod/web").instances()).isEqualTo(3);
    assertThat(tree.state.deployments().locks())
        .containsEntry(app("/prod/web"), accepted.deployment());
    var start = tree.effects(GroupEffect.StartDeployment.class).get(0);
    assertThat(start.definitions()).containsEntry(app("/prod/web"), accepted.definitions().get(0));
    assertThat(tree.effects(GroupEffect.Deliver.class)).hasSize(1);
  }

  @Test
  void aScalingMovesOnlyTheScalingTime() {
    tree.done(put(spec("/a")));
    var first = tree.pointer("/a");
    tree.later(Duration.ofMinutes(1));
    var victim = new InstanceId("a", new UUID(0, 7));
    tree.accepted(
        commit(
            new Change.PutApp(
                spec("/a").instances(5).build(),
                Existence.MUST_EXIST,
                Optional.of(first.version()),
                false,
                List.of(victim))));

    assertThat(tree.steps()).isEqualTo("SCALE /a");
    assertThat(tree.pointer("/a").lastConfigChangeAt()).isEqualTo(first.lastConfigChangeAt());
    assertThat(tree.pointer("/a").lastScalingAt()).isEqualTo(tree.pointer("/a").version());
    assertThat(tree.effects(GroupEffect.StartDeployment.class).get(0).victims())
        .containsEntry(app("/a"), List.of(victim));
  }

  @Test
  void aNewConfigurationMovesBothTimesAndRestarts() {
    tree.done(put(spec("/a")));
    tree.accepted(commit(put(spec("/a").cpus(2).instances(2))));

    assertThat(tree.steps()).isEqualTo("RESTART /a");
    assertThat(tree.pointer("/a").lastConfigChangeAt()).isEqualTo(tree.pointer("/a").version());
    assertThat(tree.pointer("/a").lastScalingAt()).isEqualTo(tree.pointer("/a").version());
  }

  @Test
  void aRestartLeavesTheScalingTime() {
    tree.done(put(spec("/a")));
    var first = tree.pointer("/a");
    tree.accepted(commit(restart(spec("/a"))));

    assertThat(tree.steps()).isEqualTo("RESTART /a");
    assertThat(tree.pointer("/a").lastConfigChangeAt()).isEqualTo(tree.pointer("/a").version());
    assertThat(tree.pointer("/a").lastScalingAt()).isEqualTo(first.lastScalingAt());
  }

  @Test
  void anAppThatChangesIsRestartedAlsoOnItsWayToNoInstances() {
    tree.done(put(spec("/a")));
    tree.accepted(commit(put(spec("/a").cpus(2).instances(0))));

    assertThat(tree.steps()).isEqualTo("RESTART /a");
  }

  @Test
  void noDifferenceKeepsTheVersionAndEndsAtOnce() {
    tree.done(put(spec("/a")));
    var before = tree.pointer("/a");
    var root = tree.state.version();
    var accepted = tree.accepted(commit(put(spec("/a"))));

    assertThat(accepted.definitions()).isEmpty();
    assertThat(tree.pointer("/a")).isEqualTo(before);
    assertThat(accepted.version()).isGreaterThan(root);
    assertThat(tree.state.deployments().running()).isEmpty();
    assertThat(tree.newest.get(1)).isInstanceOf(GroupEvent.DeploymentEnded.class);
    assertThat(tree.effects).isEmpty();
  }

  @Test
  void versionsGrowAlsoWhenTheClockStepsBack() {
    var first = tree.done(put(spec("/a"))).version();
    tree.later(Duration.ofHours(-1));
    var second = tree.done(put(spec("/b"))).version();

    assertThat(second.at()).isEqualTo(first.at().plusMillis(1));
  }

  @Test
  void existenceIsDecidedInTheSameTurn() {
    tree.done(put(spec("/a")));

    tree.when(commit(put(spec("/a").build(), Existence.MUST_BE_NEW)))
        .refused(new GroupReply.AppExists(app("/a")));
    tree.when(commit(put(spec("/b").build(), Existence.MUST_EXIST)))
        .refused(new GroupReply.UnknownApp(app("/b")));
    tree.when(commit(remove("/b"))).refused(new GroupReply.UnknownApp(app("/b")));
    tree.when(commit(new Change.RemoveGroup(group("/g"), false)))
        .refused(new GroupReply.UnknownGroup(group("/g")));
    tree.when(
            commit(
                new Change.PutGroup(
                    group("/g"), Existence.MUST_EXIST, Optional.empty(), Optional.empty())))
        .refused(new GroupReply.UnknownGroup(group("/g")));
    tree.when(
            commit(
                new Change.PutGroup(
                    group("/a"), Existence.MUST_BE_NEW, Optional.empty(), Optional.empty())))
        .refused(new GroupReply.AppExists(app("/a")));
    tree.when(
            commit(
                new Change.PutGroup(
                    GroupId.ROOT, Existence.MUST_BE_NEW, Optional.empty(), Optional.empty())))
        .refused(new GroupReply.GroupExists(GroupId.ROOT));
    assertThat(tree.effects).isEmpty();
  }

  @Test
  void aMergeBasedOnAnOlderVersionIsStale() {
    var first = tree.done(put(spec("/a")));
    tree.done(put(spec("/a").cpus(2)));
    var change =
        new Change.PutApp(
            spec("/a").cpus(3).build(),
            Existence.MUST_EXIST,
            Optional.of(first.version()),
            false,
            List.of());

    tree.when(commit(change)).refused(new GroupReply.Stale(app("/a")));
  }

  @Test
  void partOfARefusedCommitIsNotDone() {
    tree.when(commit(put(spec("/a")), remove("/b"))).refused(new GroupReply.UnknownApp(app("/b")));

    assertThat(tree.state).isEqualTo(GroupState.EMPTY);
  }

  @Test
  void anAppReplacesAnEmptyGroupButNotOneWithApps() {
    tree.done(putGroup("/g/inner"), put(spec("/h/a")));

    tree.when(commit(put(spec("/h")))).refused(new GroupReply.Invalid("/", Draft.SAME_ID));
    tree.done(put(spec("/g")));

    assertThat(tree.state.tree().group(group("/g"))).isEmpty();
    assertThat(tree.state.tree().group(group("/g/inner"))).isEmpty();
    tree.when(commit(put(spec("/g/below")))).refused(new GroupReply.Invalid("/", Draft.SAME_ID));
  }

  @Test
  void tasksOfTwoAppsCanAlwaysBeToldApart() {
    tree.done(put(spec("/a_b")));

    tree.when(commit(put(spec("/a/b"))));
    assertThat(tree.reply).isInstanceOf(GroupReply.Invalid.class);
    tree.done(remove("/a_b"), put(spec("/a/b")));
  }

  @Test
  void aRunningDeploymentLocksItsAppsUnlessForced() {
    var first = tree.accepted(commit(put(spec("/a")), put(spec("/b"))));

    tree.when(commit(put(spec("/a").cpus(2))))
        .refused(new GroupReply.Locked(List.of(first.deployment())));
    var refusal = tree.effects(GroupEffect.ReportRefusal.class).get(0).refused();
    assertThat(GroupScenario.steps(refusal.plan().orElseThrow())).isEqualTo("RESTART /a");
    tree.accepted(commit(put(spec("/c"))));
    var second = tree.accepted(forced(commit(put(spec("/a").cpus(2)))));

    assertThat(tree.effects(GroupEffect.StopDeployment.class))
        .containsExactly(new GroupEffect.StopDeployment(first.deployment()));
    assertThat(tree.newest.get(0)).isInstanceOf(GroupEvent.DeploymentEnded.class);
    assertThat(tree.state.deployments().locks())
        .containsEntry(app("/a"), second.deployment())
        .doesNotContainKey(app("/b"));
  }

  @Test
  void aChangeWithoutDifferenceMeetsNoLock() {
    tree.accepted(commit(put(spec("/a"))));

    tree.accepted(commit(put(spec("/a"))));

    assertThat(tree.state.deployments().running()).hasSize(1);
  }

  @Test
  void goingBackDuringAnUpgradeKeepsTheInstancesThatStillRun() {
    tree.done(put(spec("/a")));
    var original = tree.pointer("/a");
    tree.accepted(commit(put(spec("/a").cpus(2))));
    tree.accepted(forced(commit(put(spec("/a")))));

    assertThat(tree.pointer("/a").lastConfigChangeAt()).isEqualTo(original.lastConfigChangeAt());
    assertThat(tree.pointer("/a").version()).isEqualTo(tree.state.version());
    assertThat(tree.steps()).isEqualTo("RESTART /a");
  }

  @Test
  void cyclesAreRefusedAlsoThroughGroups() {
    tree.done(put(dependent("/x/a", "/y")), put(spec("/y/b")));

    var cycle = new GroupReply.Invalid("/", "Dependency graph has cyclic dependencies.");
    tree.when(commit(put(dependent("/y/b", "/x/a")))).refused(cycle);
    tree.when(commit(put(dependent("/self", "/self")))).refused(cycle);
    tree.when(commit(putGroup("/y", "/x"))).refused(cycle);
    tree.when(commit(put(dependent("/y/c", "/x")))).refused(cycle);
    tree.done(put(dependent("/y/c", "/nowhere")));
    tree.when(commit(put(dependent("/nowhere", "/x/a")))).refused(cycle);
  }

  @Test
  void dependenciesOrderTheStepsAndRemovalsGoBackwards() {
    tree.accepted(
        commit(
            put(dependent("/s/web", "/s/api")),
            put(dependent("/s/api", "/db")),
            put(spec("/db/one")),
            put(spec("/db/two"))));
    assertThat(tree.steps())
        .isEqualTo(
            "START /db/one, START /db/two, START /s/api, START /s/web;"
                + " SCALE /db/one, SCALE /db/two; SCALE /s/api; SCALE /s/web");

    tree.accepted(forced(commit(new Change.RemoveGroup(GroupId.ROOT, false))));
    assertThat(tree.steps()).isEqualTo("STOP /s/web; STOP /s/api; STOP /db/one, STOP /db/two");
    assertThat(tree.state.tree().groups()).containsOnlyKeys(GroupId.ROOT);
  }

  @Test
  void removalsWithoutDependenciesAmongThemAreOneStep() {
    tree.done(put(spec("/kept")), put(dependent("/a", "/kept")), put(spec("/b")));

    tree.accepted(commit(remove("/a"), remove("/b")));

    assertThat(tree.steps()).isEqualTo("STOP /a, STOP /b");
  }

  @Test
  void aGroupsDependenciesHoldForAllItsApps() {
    tree.accepted(commit(put(spec("/db/one")), put(spec("/s/in/web")), putGroup("/s", "/db")));

    assertThat(tree.steps())
        .isEqualTo("START /db/one, START /s/in/web; SCALE /db/one; SCALE /s/in/web");
  }

  @Test
  void aDryRunAnswersWithThePlanAndStoresNothing() {
    tree.accepted(commit(put(spec("/a"))));
    tree.when(dry(commit(put(spec("/a").cpus(2)), put(spec("/b")))));

    assertThat(tree.newest).isEmpty();
    assertThat(GroupScenario.steps(((GroupReply.Planned) tree.reply).plan()))
        .isEqualTo("START /b; RESTART /a, SCALE /b");
    assertThat(tree.effects).isEmpty();
  }

  @Test
  void aRepeatWithTheSameKeyGetsTheFirstAnswerForADay() {
    var first = tree.accepted(keyed("k", commit(put(spec("/a").build(), Existence.MUST_BE_NEW))));
    tree.later(Duration.ofHours(23));
    tree.when(keyed("k", commit(put(spec("/a").build(), Existence.MUST_BE_NEW))));

    assertThat(tree.reply).isEqualTo(first);
    assertThat(tree.newest).isEmpty();
    tree.later(Duration.ofHours(1));
    tree.when(keyed("k", commit(put(spec("/a").build(), Existence.MUST_BE_NEW))))
        .refused(new GroupReply.AppExists(app("/a")));
  }

  @Test
  void aChangeHasALimitOfBytes() {
    tree.when(commit(put(spec("/a").cmd("x".repeat(9_001)))))
        .refused(new GroupReply.TooLarge(10_000));
  }

  @Test
  void keepOnlyRemovesTheRestAtomically() {
    tree.done(put(spec("/g/a")), put(spec("/g/b")), put(spec("/g/in/c")), put(spec("/g/out/d")));

    tree.accepted(
        commit(
            new Change.KeepOnly(
                group("/g"),
                Optional.of(List.of(app("/g/a"))),
                Optional.of(List.of(group("/g/in"))))));

    assertThat(tree.state.tree().apps()).containsOnlyKeys(app("/g/a"), app("/g/in/c"));
    assertThat(tree.state.tree().groups())
        .containsOnlyKeys(GroupId.ROOT, group("/g"), group("/g/in"));
    assertThat(tree.steps()).isEqualTo("STOP /g/b, STOP /g/out/d");
  }
}
