package dev.marathon.group;

import static dev.marathon.group.GroupScenario.app;
import static dev.marathon.group.GroupScenario.commit;
import static dev.marathon.group.GroupScenario.forced;
import static dev.marathon.group.GroupScenario.group;
import static dev.marathon.group.GroupScenario.put;
import static dev.marathon.group.GroupScenario.putGroup;
import static dev.marathon.group.GroupScenario.remove;
import static dev.marathon.group.GroupScenario.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What undoes a deployment, and what brings a group back to an earlier version. */
class RevertTest {

  private final GroupScenario tree = new GroupScenario();
  private final Map<AppId, Map<Version, AppDefinition>> stored = new HashMap<>();

  @AfterEach
  void everythingReplays() {
    tree.replayed();
  }

  private GroupReply.Accepted deploy(GroupCommand.Change... changes) {
    var accepted = tree.accepted(commit(changes));
    remember(accepted);
    return accepted;
  }

  private GroupReply.Accepted done(GroupCommand.Change... changes) {
    var accepted = tree.done(changes);
    remember(accepted);
    return accepted;
  }

  /** What the apps themselves keep. */
  private void remember(GroupReply.Accepted accepted) {
    accepted
        .definitions()
        .forEach(
            one -> stored.computeIfAbsent(one.id(), id -> new HashMap<>()).put(one.version(), one));
  }

  private RevertPlan planned(GroupCommand question) {
    tree.when(question);
    assertThat(tree.newest).isEmpty();
    return ((GroupReply.Reverts) tree.reply).plan();
  }

  private GroupReply.Accepted execute(RevertPlan plan) {
    var read = new HashMap<AppId, AppDefinition>();
    plan.missing().forEach((app, version) -> read.put(app, stored.get(app).get(version)));
    return tree.accepted(plan.commit(read, true, Optional.empty(), GroupId.ROOT));
  }

  @Test
  void aRollbackGivesBackChangesRemovesWhatIsNewAndBringsBackWhatIsGone() {
    done(put(spec("/s/changed").cpus(1)), put(spec("/s/gone").instances(2)));
    var bad =
        deploy(
            put(spec("/s/changed").cpus(2)), remove("/s/gone"), put(spec("/fresh/in/new").cpus(1)));

    execute(planned(new GroupCommand.PlanRollback(bad.deployment())));

    assertThat(tree.steps())
        .isEqualTo("STOP /fresh/in/new; START /s/gone; RESTART /s/changed, SCALE /s/gone");
    assertThat(tree.state.tree().apps()).containsOnlyKeys(app("/s/changed"), app("/s/gone"));
    assertThat(tree.pointer("/s/gone").instances()).isEqualTo(2);
    assertThat(tree.state.tree().group(group("/fresh"))).isEmpty();
    assertThat(tree.state.deployments().find(bad.deployment())).isEmpty();
  }

  @Test
  void aRollbackKeepsWhatOthersChangedMeanwhile() {
    done(put(spec("/a").cpus(1)), put(spec("/other").cpus(1)));
    var bad = deploy(put(spec("/a").cpus(2)), put(spec("/g/new")));
    done(put(spec("/other").cpus(3)), put(spec("/g/guest")));

    execute(planned(new GroupCommand.PlanRollback(bad.deployment())));

    assertThat(tree.state.tree().apps())
        .containsOnlyKeys(app("/a"), app("/other"), app("/g/guest"));
    assertThat(tree.state.tree().group(group("/g"))).isPresent();
    assertThat(tree.steps()).isEqualTo("STOP /g/new; RESTART /a");
  }

  @Test
  void aRollbackRestoresDependenciesOfGroupsUnlessTheyMovedOn() {
    done(put(spec("/db/one")), put(spec("/web/one")), put(spec("/api/one")));
    var bad = deploy(putGroup("/web", "/db"), putGroup("/api", "/db"), put(spec("/x")));
    done(putGroup("/api", "/web"));

    execute(planned(new GroupCommand.PlanRollback(bad.deployment())));

    assertThat(tree.state.tree().group(group("/web")).orElseThrow().dependencies()).isEmpty();
    assertThat(tree.state.tree().group(group("/api")).orElseThrow().dependencies())
        .isEqualTo(GroupScenario.paths("/web"));
  }

  @Test
  void aRollbackOfTheRollbackTargetIsRefusedWhenTheAppMovedOn() {
    done(put(spec("/a").cpus(1)));
    var bad = deploy(put(spec("/a").cpus(2)));
    var plan = planned(new GroupCommand.PlanRollback(bad.deployment()));
    remember(tree.accepted(forced(commit(put(spec("/a").cpus(5))))));
    var read = new HashMap<AppId, AppDefinition>();
    plan.missing().forEach((app, version) -> read.put(app, stored.get(app).get(version)));

    tree.when(plan.commit(read, true, Optional.empty(), GroupId.ROOT))
        .refused(new GroupReply.Stale(app("/a")));
  }

  @Test
  void anEndedDeploymentCannotBeRolledBack() {
    var ended = done(put(spec("/a")));

    tree.when(new GroupCommand.PlanRollback(ended.deployment()))
        .refused(new GroupReply.UnknownDeployment(ended.deployment()));
  }

  @Test
  void aGroupGoesBackToAVersionWithEverythingInIt() {
    var first =
        done(put(spec("/g/a").cpus(1)), put(spec("/g/in/b")), put(spec("/outside").cpus(1)));
    done(put(spec("/g/a").cpus(2)), remove("/g/in/b"), put(spec("/g/new/c")));
    done(put(spec("/outside").cpus(2)));

    execute(planned(new GroupCommand.PlanGroupRollback(group("/g"), first.version())));

    assertThat(tree.state.tree().apps())
        .containsOnlyKeys(app("/g/a"), app("/g/in/b"), app("/outside"));
    assertThat(tree.state.tree().group(group("/g/new"))).isEmpty();
    assertThat(tree.steps()).isEqualTo("STOP /g/new/c; START /g/in/b; RESTART /g/a, SCALE /g/in/b");
  }

  @Test
  void aVersionWithoutTheGroupIsUnknown() {
    var first = done(put(spec("/a")));
    done(put(spec("/g/b")));

    tree.when(new GroupCommand.PlanGroupRollback(group("/g"), first.version()))
        .refused(new GroupReply.UnknownVersion(group("/g"), first.version()));
    var never = new Version(Instant.EPOCH.plusMillis(1));
    tree.when(new GroupCommand.PlanGroupRollback(GroupId.ROOT, never))
        .refused(new GroupReply.UnknownVersion(GroupId.ROOT, never));
  }

  @Test
  void aPlanWithoutADefinitionIsNotSent() {
    var first = done(put(spec("/a").cpus(1)));
    done(put(spec("/a").cpus(2)));
    tree.when(
        new GroupCommand.Confirm(
            tree.log.stream()
                .filter(GroupEvent.ChangeCommitted.class::isInstance)
                .map(GroupEvent.ChangeCommitted.class::cast)
                .map(change -> new AppVersion(app("/a"), change.version()))
                .toList()));
    var plan = planned(new GroupCommand.PlanGroupRollback(GroupId.ROOT, first.version()));

    assertThat(plan.missing()).containsOnlyKeys(app("/a"));
    assertThatThrownBy(() -> plan.commit(Map.of(), false, Optional.empty(), GroupId.ROOT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a");
  }

  @Test
  void cancellingLeavesTheTreeAndTheLocksAreFree() {
    var running = deploy(put(spec("/a").instances(4)));
    tree.when(new GroupCommand.CancelDeployment(running.deployment()));

    assertThat(tree.reply).isEqualTo(new GroupReply.Done());
    assertThat(tree.pointer("/a").instances()).isEqualTo(4);
    assertThat(tree.state.deployments().locks()).isEmpty();
    tree.when(new GroupCommand.CancelDeployment(running.deployment()))
        .refused(new GroupReply.UnknownDeployment(running.deployment()));
    tree.when(new GroupCommand.EndDeployment(new UUID(0, 99), true, Optional.empty()))
        .refused(new GroupReply.UnknownDeployment(new UUID(0, 99)));
  }
}
