package dev.marathon.group;

import static dev.marathon.group.GroupScenario.app;
import static dev.marathon.group.GroupScenario.commit;
import static dev.marathon.group.GroupScenario.group;
import static dev.marathon.group.GroupScenario.put;
import static dev.marathon.group.GroupScenario.remove;
import static dev.marathon.group.GroupScenario.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.spec.PortDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Service ports from the pool (ten of them here), and roles by place in the tree. */
class RoleAndPortTest {

  private final GroupScenario tree = new GroupScenario();

  @AfterEach
  void everythingReplays() {
    tree.replayed();
  }

  private static List<PortDefinition> ports(int... ports) {
    return IntStream.of(ports)
        .mapToObj(port -> new PortDefinition(port, "tcp", Optional.empty(), Map.of()))
        .toList();
  }

  private List<Integer> given(String path) {
    return tree.pointer(path).servicePorts();
  }

  @Test
  void aPortOfZeroGetsTheLowestThatNoAppHas() {
    tree.done(
        put(spec("/a").portDefinitions(ports(0, 0))),
        put(spec("/b").portDefinitions(ports(10_002, 0))));

    assertThat(given("/a")).containsExactly(10_000, 10_001);
    assertThat(given("/b")).containsExactly(10_002, 10_003);
  }

  @Test
  void anAppKeepsItsPortsAndFreesThemWhenItGoes() {
    tree.done(put(spec("/a").portDefinitions(ports(0))), put(spec("/b").portDefinitions(ports(0))));
    tree.done(put(spec("/b").portDefinitions(ports(0)).cpus(2)));
    assertThat(given("/b")).containsExactly(10_001);

    tree.done(remove("/a"));
    tree.done(put(spec("/c").portDefinitions(ports(0, 0))));
    assertThat(given("/c")).containsExactly(10_000, 10_002);
  }

  @Test
  void theSameDefinitionWithZeroIsNoChange() {
    tree.done(put(spec("/a").portDefinitions(ports(0))));
    var before = tree.pointer("/a");

    tree.accepted(commit(put(spec("/a").portDefinitions(ports(0)))));

    assertThat(tree.pointer("/a")).isEqualTo(before);
  }

  @Test
  void anEmptyPoolIsSaid() {
    tree.done(put(spec("/a").portDefinitions(ports(0, 0, 0, 0, 0, 0, 0, 0, 0))));

    tree.when(commit(put(spec("/b").portDefinitions(ports(0, 0)))))
        .refused(new GroupReply.NoServicePorts(10_000, 10_009));
    tree.done(put(spec("/c").portDefinitions(ports(0, 20_000))));
  }

  private void enforce(String path) {
    tree.done(new Change.PutGroup(group(path), Existence.ANY, Optional.empty(), Optional.of(true)));
  }

  @Test
  void aTopLevelGroupThatEnforcesItsRoleAllowsNoOther() {
    enforce("/dev");

    tree.when(commit(put(spec("/dev/in/a").role("*"))));
    assertThat(((GroupReply.Invalid) tree.reply).path()).isEqualTo("/role");
    tree.done(put(spec("/dev/in/a").role("dev")));
    tree.when(commit(put(spec("/development/a").role("dev"))));
    assertThat(tree.reply).isInstanceOf(GroupReply.Invalid.class);
  }

  @Test
  void withoutEnforcingBothRolesAreFine() {
    tree.done(put(spec("/dev/a").role("*")), put(spec("/dev/b").role("dev")));

    tree.when(commit(put(spec("/dev/c").role("ops"))));
    assertThat(((GroupReply.Invalid) tree.reply).message()).contains("[*, dev]");
  }

  @Test
  void anAppKeepsTheRoleItHadBeforeItsGroupEnforcedAnother() {
    tree.done(put(spec("/dev/a").role("*")));
    enforce("/dev");

    tree.done(put(spec("/dev/a").role("*").cpus(2)));
    tree.done(put(spec("/dev/a").role("dev")));
    tree.when(commit(put(spec("/dev/a").role("*"))));
    assertThat(tree.reply).isInstanceOf(GroupReply.Invalid.class);
  }

  @Test
  void onlyATopLevelGroupMayEnforce() {
    for (var path : List.of("/dev/in", "/")) {
      tree.when(
          commit(
              new Change.PutGroup(
                  group(path), Existence.ANY, Optional.empty(), Optional.of(true))));
      assertThat(((GroupReply.Invalid) tree.reply).path()).isEqualTo("/enforceRole");
    }
    assertThat(tree.state.tree().contains(app("/dev/in"))).isFalse();
  }

  @Test
  void aNewTopLevelGroupEnforcesWhereThatIsTheSetting() {
    var strict =
        new GroupScenario(
            new GroupSettings(
                100, 10_000, 10_009, 10_000, "*", true, GroupScenario::hash, definition -> 1));
    strict.when(commit(put(spec("/dev/a").role("*"))));

    assertThat(strict.reply).isInstanceOf(GroupReply.Invalid.class);
    strict.done(put(spec("/dev/a").role("dev")));
    assertThat(strict.state.tree().group(group("/dev")).orElseThrow().enforceRole()).isTrue();
  }
}
