package dev.marathon.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentReaderTest {

  /** As a Mesos 1.12 answers, without what is not read. */
  private static final String SLAVES =
      """
      {"slaves":[
       {"id":"d0-S1","hostname":"agent2","port":15052,"attributes":{"rack":"b","index":2.0,"load":0.5},
        "pid":"slave(1)@127.0.0.1:15052","registered_time":1795352492.37951,
        "resources":{"disk":10000.0,"mem":4096.0,"gpus":0.0,"cpus":4.0,"ports":"[32000-32999]"},
        "used_resources":{"disk":0.0,"mem":32.0,"gpus":0.0,"cpus":0.1},
        "offered_resources":{"disk":1.0,"mem":2.0,"gpus":0.0,"cpus":3.0,"ports":"[32000-32999]"},
        "domain":{"fault_domain":{"region":{"name":"eu"},"zone":{"name":"eu-1"}}},
        "active":true,"deactivated":false,"version":"1.12.0","capabilities":["MULTI_ROLE"]},
       {"id":"d0-S2","hostname":"agent3","pid":"slave(1)@[::1]:15053","active":false,"deactivated":true,
        "drain_info":{"state":"DRAINED","config":{"max_grace_period":{"nanoseconds":1000000000}}}}],
       "recovered_slaves":[{"id":"d0-S9"}]}
      """;

  private static List<Agent> read(String json) {
    return AgentReader.read(json.getBytes(StandardCharsets.UTF_8), false);
  }

  @Test
  void readsWhatAMasterSaysOfItsAgents() {
    var agents = read(SLAVES);
    assertThat(agents).hasSize(2);
    var first = agents.get(0);
    assertThat(first.address()).isEqualTo(new HostPort("127.0.0.1", 15052));
    assertThat(first.state()).isEqualTo(Agent.State.ACTIVE);
    assertThat(first.attributes()).isEqualTo(Map.of("rack", "b", "index", "2", "load", "0.5"));
    assertThat(first.region()).contains("eu");
    assertThat(first.zone()).contains("eu-1");
    assertThat(first.registeredAt().orElseThrow()).hasToString("2026-11-22T13:01:32.380Z");
    assertThat(first.total())
        .isEqualTo(new Agent.Amounts(4, 4096, 10_000, 0, Optional.of("[32000-32999]")));
    assertThat(first.used()).isEqualTo(new Agent.Amounts(0.1, 32, 0, 0, Optional.empty()));
    var second = agents.get(1);
    assertThat(second.address()).hasToString("[::1]:15053");
    assertThat(second.state()).isEqualTo(Agent.State.DRAINED);
    assertThat(second.total()).isEqualTo(Agent.Amounts.NONE);
  }

  @Test
  void agentsWithCertificatesAreAskedUnderTheirNames() {
    var agents = AgentReader.read(SLAVES.getBytes(StandardCharsets.UTF_8), true);
    assertThat(agents)
        .extracting(Agent::address)
        .containsExactly(new HostPort("agent2", 15052), new HostPort("agent3", 15053));
  }

  @Test
  void saysSoIfItIsSomethingElse() {
    for (var wrong :
        List.of("", "no", "[]", "{\"slaves\":[{\"pid\":\"nobody\"}]}", "{\"slaves\":[{")) {
      assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(Trouble.class);
    }
  }
}
