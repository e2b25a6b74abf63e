package dev.marathon.local;

import static dev.marathon.local.ClusterFixture.accept;
import static dev.marathon.local.ClusterFixture.kill;
import static dev.marathon.local.ClusterFixture.launch;
import static dev.marathon.local.ClusterFixture.reconcile;
import static dev.marathon.local.ClusterFixture.subscribe;
import static dev.marathon.local.ClusterFixture.task;
import static dev.marathon.local.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole cluster with processes of this machine. */
class RealTasksTest {
  @TempDir Path data;

  private LocalCluster start() {
    return LocalCluster.start(
        LocalClusterConfig.at(data).withAgents(2, ClusterFixture.RESOURCES, "rack:{a,b}"));
  }

  private static String command(String id, Offer offer, String command) {
    return task(id, offer).replace("{value:'x'}", "{value:'" + command + "'}");
  }

  @Test
  void processOutlivesTheClusterAndIsAdoptedAndKilled() throws Exception {
    String id;
    String agent;
    try (var cluster = start();
        var scheduler = new TestScheduler(cluster.master()).subscribed("*")) {
      var offers = scheduler.offers();
      assertThat(offers)
          .extracting(Offer::getHostname)
          .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");
      assertThat(ports(offers)).containsExactlyInAnyOrder("31000-31499", "31500-31999");
      var offer = offers.get(0);
      scheduler.call(accept(offer, launch(command("t", offer, "sleep 300"))));
      assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_STARTING);
      var running = scheduler.acknowledged();
      assertThat(running.getState()).isEqualTo(TaskState.TASK_RUNNING);
      assertThat(running.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
          .startsWith("127.0.0.");
      id = scheduler.frameworkId();
      agent = offer.getAgentId().getValue();
    }
    try (var cluster = start()) {
      var info = framework("*");
      info.getIdBuilder().setValue(id);
      try (var scheduler = new TestScheduler(cluster.master()).subscribed(subscribe(info))) {
        scheduler.call(reconcile("t", agent));
        assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
        scheduler.call(kill("t"));
        assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLING);
        var killed = scheduler.acknowledged();
        assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
        assertThat(killed.getMessage()).isEqualTo("Command terminated with signal Terminated");
        assertThat(scheduler.answer(Call.newBuilder().setType(Call.Type.TEARDOWN)).status())
            .isEqualTo(202);
        assertThat(scheduler.end()).isEqualTo(TestScheduler.End.COMPLETE);
      }
    }
  }

  private static List<String> ports(List<Offer> offers) {
    return offers.stream()
        .flatMap(offer -> offer.getResourcesList().stream())
        .filter(each -> each.hasRanges())
        .map(each -> each.getRanges().getRange(0))
        .map(range -> range.getBegin() + "-" + range.getEnd())
        .toList();
  }

  /** A conversation recorded with a real master, its bytes sent again; only the ids are new. */
  @Test
  void recordedProtobufCallsWork() throws Exception {
    byte[] bytes;
    try (var file = getClass().getResourceAsStream("/mesos/calls-protobuf.bin")) {
      bytes = file.readAllBytes();
    }
    int[] lengths = {52, 257, 117, 103, 55, 47, 109, 109, 47};
    var calls = new java.util.ArrayList<Call>();
    int at = 0;
    for (int length : lengths) {
      calls.add(Call.parseFrom(java.util.Arrays.copyOfRange(bytes, at, at + length)));
      at += length;
    }
    assertThat(at).isEqualTo(bytes.length);
    try (var cluster = start();
        var scheduler =
            new TestScheduler(cluster.master(), true)
                .subscribed(calls.get(0).getSubscribe().toBuilder())) {
      var first = scheduler.offers();
      var accept = calls.get(1).toBuilder();
      accept.getAcceptBuilder().setOfferIds(0, first.get(0).getId());
      accept
          .getAcceptBuilder()
          .getOperationsBuilder(0)
          .getLaunchBuilder()
          .getTaskInfosBuilder(0)
          .setAgentId(first.get(0).getAgentId());
      scheduler.call(accept);
      assertThat(scheduler.acknowledged().getTaskId().getValue()).isEqualTo("pb1");
      assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
      var decline = calls.get(3).toBuilder();
      decline.getDeclineBuilder().setOfferIds(0, first.get(1).getId());
      scheduler.call(decline);
      scheduler.call(calls.get(4).toBuilder());
      scheduler.call(calls.get(5).toBuilder());
      assertThat(scheduler.offers()).isNotEmpty();
      scheduler.call(calls.get(6).toBuilder());
      assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
      assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_UNKNOWN);
      var kill = calls.get(7).toBuilder();
      kill.getKillBuilder().setAgentId(first.get(0).getAgentId());
      scheduler.call(kill);
      assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLING);
      assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLED);
      scheduler.call(
          calls.get(8).toBuilder().setFrameworkId(FrameworkID.newBuilder().setValue("")));
      assertThat(scheduler.end()).isEqualTo(TestScheduler.End.COMPLETE);
    }
  }

  @Test
  void operatorsSeeWhatRuns() throws Exception {
    try (var cluster = start();
        var scheduler = new TestScheduler(cluster.master()).subscribed("*")) {
      var offer = scheduler.offers().get(0);
      scheduler.call(accept(offer, launch(command("t", offer, "sleep 300"))));
      scheduler.acknowledged();
      scheduler.acknowledged();
      var client = scheduler.client();
      var state =
          new com.fasterxml.jackson.databind.ObjectMapper().readTree(get(client, "/master/state"));
      assertThat(state.get("activated_slaves").asDouble()).isEqualTo(2.0);
      assertThat(state.at("/frameworks/0/tasks/0/state").asText()).isEqualTo("TASK_RUNNING");
      assertThat(state.at("/slaves/0/pid").asText()).startsWith("slave(1)@127.0.0.");
      for (var path :
          List.of(
              "/version",
              "/slaves",
              "/frameworks",
              "/tasks",
              "/roles",
              "/state-summary",
              "/flags",
              "/metrics/snapshot")) {
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(get(client, path));
      }
      assertThat(get(client, "/health")).isEmpty();
      assertThat(get(client, "/weights")).isEqualTo("[]");
      assertThat(get(client, "/quota")).isEqualTo("{}");
      assertThat(get(client, "/maintenance/status")).isEqualTo("{}");
      var redirect = client.send("GET", "/master/redirect", Map.of(), new byte[0]);
      assertThat(redirect.status()).isEqualTo(307);
      assertThat(redirect.header("Location")).contains("//" + cluster.master().getAuthority());
      for (var type :
          List.of(
              "GET_HEALTH",
              "GET_VERSION",
              "GET_FLAGS",
              "GET_MASTER",
              "GET_AGENTS",
              "GET_FRAMEWORKS",
              "GET_EXECUTORS",
              "GET_TASKS",
              "GET_ROLES",
              "GET_STATE",
              "GET_QUOTA",
              "GET_MAINTENANCE_STATUS")) {
        assertThat(post(client, "/api/v1", "{\"type\":\"" + type + "\"}"))
            .startsWith("{\"type\":\"" + type + "\"");
      }
      assertThat(post(client, "/api/v1", "{\"type\":\"GET_METRICS\"}"))
          .isEqualTo("Failed to validate master::Call: Expecting 'get_metrics' to be present");
      assertThat(teardown(client, "nope").text()).isEqualTo("No framework found with specified ID");
      assertThat(teardown(client, scheduler.frameworkId()).status()).isEqualTo(200);
      assertThat(scheduler.end()).isEqualTo(TestScheduler.End.COMPLETE);
    }
  }

  private static String get(WireClient client, String path) throws Exception {
    var response = client.send("GET", path, Map.of(), new byte[0]);
    assertThat(response.status()).as(path).isEqualTo(200);
    return response.text();
  }

  /** As a real agent does it: the reason is told, and who ignores SIGTERM has three seconds. */
  @Test
  void aDrainedAgentEndsItsTasksAndSaysWhy() throws Exception {
    try (var cluster = start();
        var scheduler = new TestScheduler(cluster.master()).subscribed("*")) {
      var offer = scheduler.offers().get(0);
      var deaf = "trap \"\" TERM; while :; do sleep .1; done";
      scheduler.call(accept(offer, launch(command("t", offer, deaf))));
      scheduler.acknowledged();
      assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
      var agent = offer.getAgentId().getValue();

      var call =
          "{\"type\":\"DRAIN_AGENT\",\"drain_agent\":{\"agent_id\":{\"value\":\"%s\"},"
              + "\"max_grace_period\":{\"seconds\":1}}}";
      assertThat(post(scheduler.client(), "/api/v1", call.formatted(agent))).isEmpty();

      var killing = scheduler.acknowledged();
      assertThat(killing.getState()).isEqualTo(TaskState.TASK_KILLING);
      assertThat(killing.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
      var killed = scheduler.acknowledged();
      assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
      assertThat(killed.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
      assertThat(killed.getMessage()).isEqualTo("Command terminated with signal Killed");
      assertThat(killed.getTimestamp() - killing.getTimestamp()).isGreaterThan(2.9);
      assertThat(get(scheduler.client(), "/slaves"))
          .contains(
              "\"deactivated\":true,\"drain_info\":{\"state\":\"DRAINED\",\"config\":"
                  + "{\"max_grace_period\":{\"nanoseconds\":1000000000},\"mark_gone\":false}}");

      var again =
          "{\"type\":\"REACTIVATE_AGENT\",\"reactivate_agent\":{\"agent_id\":{\"value\":\"%s\"}}}";
      post(scheduler.client(), "/api/v1", again.formatted(agent));
      assertThat(get(scheduler.client(), "/slaves")).doesNotContain("drain_info");
    }
  }

  private static String post(WireClient client, String path, String body) throws Exception {
    var headers = Map.of("Content-Type", "application/json", "Accept", "application/json");
    return client
        .send("POST", path, headers, body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .text();
  }

  private static WireClient.Response teardown(WireClient client, String framework)
      throws Exception {
    var body = ("frameworkId=" + framework).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return client.send(
        "POST",
        "/master/teardown",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        body);
  }

  @Test
  void maintenanceIsAnnouncedAndAsksForMachinesBack() throws Exception {
    try (var cluster = start();
        var scheduler = new TestScheduler(cluster.master()).subscribed("*")) {
      scheduler.offers();
      var machine = "{\"hostname\":\"127.0.0.1\",\"ip\":\"127.0.0.1\"}";
      var schedule =
          "{\"type\":\"UPDATE_MAINTENANCE_SCHEDULE\",\"update_maintenance_schedule\":{\"schedule\":{\"windows\":[{\"machine_ids\":["
              + machine
              + "],\"unavailability\":{\"start\":{\"nanoseconds\":1795355972559044096}}}]}}}";
      assertThat(post(scheduler.client(), "/api/v1", schedule)).isEmpty();
      scheduler.next(Event.Type.RESCIND);
      scheduler.next(Event.Type.RESCIND);
      assertThat(scheduler.offers()).filteredOn(Offer::hasUnavailability).hasSize(1);
      var asked = scheduler.next(Event.Type.INVERSE_OFFERS).getInverseOffers().getInverseOffers(0);
      assertThat(asked.getResourcesList()).isEmpty();
      assertThat(
              post(
                  scheduler.client(),
                  "/api/v1",
                  "{\"type\":\"STOP_MAINTENANCE\",\"stop_maintenance\":{\"machines\":["
                      + machine
                      + "]}}"))
          .isEqualTo("Machine '" + machine + "' is not in DOWN mode and cannot be brought up");
      post(
          scheduler.client(),
          "/api/v1",
          "{\"type\":\"START_MAINTENANCE\",\"start_maintenance\":{\"machines\":["
              + machine
              + "]}}");
      scheduler.next(Event.Type.RESCIND);
      assertThat(
              scheduler
                  .next(Event.Type.RESCIND_INVERSE_OFFER)
                  .getRescindInverseOffer()
                  .getInverseOfferId())
          .isEqualTo(asked.getId());
      assertThat(scheduler.next(Event.Type.FAILURE).getFailure().getAgentId())
          .isEqualTo(asked.getAgentId());
    }
  }
}
