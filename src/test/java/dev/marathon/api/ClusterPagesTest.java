package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.agents.ScriptedPeer;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import dev.marathon.overview.Fact;
import dev.marathon.security.PasswordHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /v2/agents}, {@code /v2/cluster}, {@code /v2/stats} and events of one app. */
class ClusterPagesTest {

  @TempDir Path directory;

  private static String agent(String id) {
    return "{\"id\":\"%s\",\"hostname\":\"h-%s\",\"pid\":\"slave(1)@10.0.0.1:5051\",\"active\":true,"
            .formatted(id, id)
        + "\"attributes\":{\"rack\":\"b\"},\"resources\":{\"cpus\":4.0,\"mem\":10.0,\"ports\":\"[1-2]\"},"
        + "\"used_resources\":{\"cpus\":0.3}}";
  }

  private static ScriptedPeer master(String... ids) throws IOException {
    var agents = new StringBuilder();
    for (var id : ids) {
      agents.append(agents.isEmpty() ? "" : ",").append(agent(id));
    }
    return new ScriptedPeer(
        (exchange, body) -> ScriptedPeer.send(exchange, 200, "{\"slaves\":[" + agents + "]}"));
  }

  private static void found(Server server, ScriptedPeer master) {
    var at = master.address();
    server.world.note(new Fact.MasterFound(at.host(), at.port(), "http://m/"));
  }

  private static String basic(String user) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":pw-" + user).getBytes(StandardCharsets.UTF_8));
  }

  private static String user(String name, String rights) {
    return PasswordHash.line(name, ("pw-" + name).toCharArray(), rights, 4);
  }

  private static String app(String id) {
    return "{\"id\":\"%s\",\"cmd\":\"sleep 1\",\"cpus\":0.1,\"mem\":32,\"instances\":1}"
        .formatted(id);
  }

  @Test
  void agentsShowWhatRunsThereToWhoMayViewIt() throws IOException {
    var users = directory.resolve("users");
    Files.writeString(users, user("admin", "/=all node=all") + "\n" + user("dev", "/dev=view"));
    try (var server = Server.ofUsers(users)) {
      var admin =
          new String[] {"Authorization", basic("admin"), "Content-Type", "application/json"};
      server.send("POST", "/v2/apps", app("/dev/web"), admin);
      server.send("POST", "/v2/apps", app("/prod/db"), admin);
      server.world.runs();
      var place = server.send("GET", "/v2/apps/dev/web/tasks", null, admin).json();
      var id = place.at("/tasks/0/slaveId").asText();
      var master = master(id, "agent-id-x");
      found(server, master);

      var all = server.get("/v2/agents", "Authorization", basic("admin")).json().path("agents");
      assertThat(all.findValuesAsText("state")).contains("active", "TASK_RUNNING", "unreachable");
      var placed = all.findValuesAsText("appId");
      assertThat(placed).containsExactlyInAnyOrder("/dev/web", "/prod/db");
      var one = all.get(0);
      assertThat(one.path("id").asText()).isEqualTo(id);
      assertThat(one.at("/resources/total/cpus").asDouble()).isEqualTo(4.0);
      assertThat(one.at("/resources/ours/cpus").asDouble()).isEqualTo(0.1);
      assertThat(one.at("/attributes/rack").asText()).isEqualTo("b");

      var seen = server.get("/v2/agents", "Authorization", basic("dev")).json().path("agents");
      assertThat(seen.findValuesAsText("appId")).containsExactly("/dev/web");
      assertThat(seen.toString()).doesNotContain("prod");

      var page = server.get("/v2/agents?limit=1", "Authorization", basic("admin"));
      assertThat(page.json().path("agents")).hasSize(1);
      assertThat(page.header("Link")).contains("after=agent-id-");
      var just = server.get("/v2/agents?id=agent-id-x", "Authorization", basic("admin"));
      assertThat(just.json().path("agents").findValuesAsText("id")).containsExactly("agent-id-x");

      var brief =
          server.get("/v2/agents?fields=id,resources.total", "Authorization", basic("admin"));
      assertThat(brief.json().at("/agents/0").fieldNames())
          .toIterable()
          .containsExactly("id", "resources");
      assertThat(brief.json().at("/agents/0/resources").fieldNames())
          .toIterable()
          .containsExactly("total");
      master.close();
    }
  }

  @Test
  void withoutAMasterThereAreNoAgents() throws IOException {
    try (var server = new Server()) {
      var early = server.get("/v2/agents");
      assertThat(early.status()).isEqualTo(503);
      assertThat(early.message()).isEqualTo("not connected to a Mesos master yet");
      var master = master();
      master.close();
      found(server, master);
      var away = server.get("/v2/agents");
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.message()).startsWith("cannot ask the Mesos master at 127.0.0.1:");
    }
  }

  @Test
  void theClusterIsShownWithItsEventLogAndMesos() {
    try (var server = new Server()) {
      server.world.note(new Fact.Registered("F-0000"));
      server.world.note(new Fact.MasterFound("10.0.0.1", 5050, "http://m/"));
      var json = server.get("/v2/cluster").json();
      assertThat(json.path("leader").asText()).isEqualTo("node:8080");
      assertThat(json.path("events").toString())
          .isEqualTo("{\"first\":1,\"last\":7,\"kept\":7,\"lag\":2,\"streams\":0}");
      assertThat(json.path("mesos").toString())
          .isEqualTo(
              "{\"connected\":true,\"frameworkId\":\"F-0000\",\"master\":\"10.0.0.1:5050\"}");
      server.world.note(new Fact.Disconnected());
      assertThat(server.get("/v2/cluster").json().at("/mesos/connected").asBoolean()).isFalse();
    }
  }

  @Test
  void statsAreColumnsOfOneLength() {
    try (var server = new Server()) {
      server.history.declined("InsufficientCpus", 4);
      var json = server.get("/v2/stats").json();
      assertThat(json.path("bucketSeconds").asInt()).isEqualTo(10);
      int length = json.path("time").size();
      assertThat(length).isPositive();
      assertThat(json.path("launches")).hasSize(length);
      assertThat(json.at("/instances/running")).hasSize(length);
      assertThat(json.at("/offers/declined")).hasSize(length);
      for (var part : List.of("mean", "max", "p50", "p95", "p99")) {
        assertThat(json.at("/requests/latencyMs/" + part)).as(part).hasSize(length);
      }
      assertThat(json.at("/declines/InsufficientCpus").toString()).contains("4");
      assertThat(server.get("/v2/stats?window=24h").json().path("bucketSeconds").asInt())
          .isEqualTo(300);
      for (var wrong : List.of("0m", "59s", "25h", "1d", "", "99999999h")) {
        assertThat(server.get("/v2/stats?window=" + wrong).status()).as(wrong).isEqualTo(400);
      }
    }
  }

  @Test
  void eventsOfOneAppAndOfTheAppsOfAGroup() {
    try (var server = new Server()) {
      var plan = JsonNodeFactory.instance.objectNode();
      plan.putObject("plan")
          .putArray("steps")
          .addObject()
          .putArray("actions")
          .addObject()
          .put("app", "/dev/web");
      server.stream =
          Source.from(
              List.of(
                  event(1, "appId", "/dev/web"),
                  event(2, "runSpecId", "/dev/web2"),
                  event(3, "appId", "/develop"),
                  new NumberedEvent(4, ApiEvent.of("deployment_info", Instant.EPOCH, plan))));
      assertThat(ids(server, "app=/dev/web")).containsExactly("1", "4");
      assertThat(ids(server, "app=dev")).containsExactly("1", "2", "4");
      assertThat(ids(server, "app=/dev/web2&app=/develop")).containsExactly("2", "3");
      assertThat(ids(server, "app=/dev/web&event_type=deployment_info")).containsExactly("4");
      assertThat(ids(server, "app=/")).hasSize(4);
    }
  }

  /** Some clients send each kind in a header of its own. */
  @Test
  void theKindOfAnswerMayStandInAnyOfSeveralHeaders() {
    try (var server = new Server()) {
      server.stream = Source.single(event(1, "appId", "/dev/web"));
      var accepted = server.get("/v2/events", "Accept", "a/b", "Accept", "text/event-stream");
      assertThat(accepted.status()).isEqualTo(200);
      assertThat(server.get("/v2/events", "Accept", "a/b").status()).isEqualTo(406);
      assertThat(server.get("/v2/events").status()).isEqualTo(406);
      var list = server.get("/v2/apps", "Accept", "a/b", "Accept", "application/json");
      assertThat(list.status()).isEqualTo(200);
    }
  }

  private static List<String> ids(Server server, String query) {
    return server
        .get("/v2/events?" + query, "Accept", "text/event-stream")
        .text()
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
  }

  private static NumberedEvent event(long number, String field, String path) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put(field, path);
    return new NumberedEvent(number, ApiEvent.of("some_event", Instant.EPOCH, fields));
  }
}
