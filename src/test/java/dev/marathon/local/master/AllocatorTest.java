package dev.marathon.local.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.junit.jupiter.api.Test;

class AllocatorTest {
  private final Shares shares = new Shares();

  private record FakeAgent(String id, Resources free, boolean gpus, boolean remote)
      implements Allocator.Supply {}

  private record FakeFramework(
      String id,
      Collection<String> wantedRoles,
      Capabilities capabilities,
      Set<String> refusedAgents)
      implements Allocator.Demand {

    @Override
    public boolean refuses(String role, Allocator.Supply agent, Resources resources) {
      return refusedAgents.contains(agent.id());
    }

    @Override
    public boolean holdsOffer(String role, Allocator.Supply agent) {
      return false;
    }
  }

  private FakeAgent agent(String id, String resources) {
    var agent = new FakeAgent(id, ResourceText.parse(resources), false, false);
    shares.agentAdded(agent.free());
    return agent;
  }

  private static FakeFramework framework(String id, String... roles) {
    var all =
        new Capabilities(
            EnumSet.of(Capability.Type.MULTI_ROLE, Capability.Type.RESERVATION_REFINEMENT));
    return new FakeFramework(id, List.of(roles), all, Set.of());
  }

  private Map<String, Integer> perFramework(List<Allocator.Grant> grants) {
    var counts = new HashMap<String, Integer>();
    grants.forEach(grant -> counts.merge(grant.framework().id(), 1, Integer::sum));
    return counts;
  }

  private List<FakeAgent> agents(int count) {
    var agents = new ArrayList<FakeAgent>();
    for (int i = 0; i < count; i++) {
      agents.add(agent("S" + i, "cpus:4;mem:4096"));
    }
    return agents;
  }

  @Test
  void frameworksOfOneRoleShareTheAgentsEvenly() {
    var grants =
        Allocator.round(
            agents(9),
            List.of(framework("A", "r"), framework("B", "r"), framework("C", "r")),
            shares,
            false);
    assertThat(perFramework(grants)).isEqualTo(Map.of("A", 3, "B", 3, "C", 3));
  }

  @Test
  void rolesShareEvenlyWhateverTheNumberOfTheirFrameworks() {
    var grants =
        Allocator.round(
            agents(8),
            List.of(framework("A", "x"), framework("B", "y"), framework("C", "y")),
            shares,
            false);
    assertThat(perFramework(grants)).isEqualTo(Map.of("A", 4, "B", 2, "C", 2));
  }

  @Test
  void childRolesShareTheirParentsPart() {
    var grants =
        Allocator.round(
            agents(8),
            List.of(framework("A", "x"), framework("B", "y/a"), framework("C", "y/b")),
            shares,
            false);
    assertThat(perFramework(grants)).isEqualTo(Map.of("A", 4, "B", 2, "C", 2));
  }

  @Test
  void whoHoldsMuchComesLast() {
    var agents = agents(4);
    shares.taken("r", "A", ResourceText.parse("cpus:8"));
    var grants =
        Allocator.round(agents, List.of(framework("A", "r"), framework("B", "r")), shares, false);
    assertThat(perFramework(grants)).isEqualTo(Map.of("A", 1, "B", 3));
  }

  @Test
  void amongEqualsTheOneChosenLessOftenComesFirst() {
    var one = agent("S0", "cpus:4;mem:4096");
    var both = List.of(framework("A", "r"), framework("B", "r"));
    var names = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      var grant = Allocator.round(List.of(one), both, shares, false).get(0);
      names.add(grant.framework().id());
      shares.returned("r", grant.framework().id(), grant.resources());
    }
    assertThat(names).containsExactly("A", "B", "A", "B");
  }

  @Test
  void reservedResourcesGoToTheirRoleOnly() {
    var agent = agent("S0", "cpus:3;mem:512;cpus(rec):1;mem(rec):256");
    var grants = Allocator.round(List.of(agent), List.of(framework("A", "other")), shares, false);
    assertThat(grants.get(0).resources().milli("cpus")).isEqualTo(3000);
    var reserved =
        Allocator.round(List.of(agent), List.of(framework("A", "rec/sub")), shares, false);
    assertThat(reserved.get(0).resources().milli("cpus")).isEqualTo(4000);
  }

  @Test
  void roleWithoutTheReservationLeavesItForTheOther() {
    var agent = agent("S0", "cpus:3;mem:512;cpus(rec):1;mem(rec):256");
    var grants =
        Allocator.round(List.of(agent), List.of(framework("A", "rec", "other")), shares, false);
    assertThat(grants).extracting(Allocator.Grant::role).containsExactly("other", "rec");
    assertThat(grants.get(1).resources().milli("cpus")).isEqualTo(1000);
  }

  @Test
  void crumbsAreNotOffered() {
    var all = List.of(framework("A", "r"));
    assertThat(
            Allocator.round(
                List.of(agent("S0", "cpus:0.005;mem:31;disk:1000;ports:[1-9]")),
                all,
                shares,
                false))
        .isEmpty();
    assertThat(Allocator.round(List.of(agent("S1", "mem:32")), all, shares, false)).hasSize(1);
    assertThat(Allocator.round(List.of(agent("S2", "cpus:0.01")), all, shares, false)).hasSize(1);
  }

  @Test
  void refusedAgentsGoToTheNextInLine() {
    var agents = agents(1);
    var refusing =
        new FakeFramework("A", List.of("r"), framework("A").capabilities(), Set.of("S0"));
    var grants = Allocator.round(agents, List.of(refusing, framework("B", "r")), shares, false);
    assertThat(perFramework(grants)).isEqualTo(Map.of("B", 1));
  }

  @Test
  void infiniteAgentsAreGrantedToEverybody() {
    var grants =
        Allocator.round(
            agents(2), List.of(framework("A", "r", "s"), framework("B", "r")), shares, true);
    assertThat(grants).hasSize(6);
  }
}
