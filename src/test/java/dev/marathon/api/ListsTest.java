package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.health.CheckHealth;
import dev.marathon.health.HealthNews;
import dev.marathon.instance.Condition;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.Placement;
import dev.marathon.overview.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Lists are put together from what was encoded for earlier ones. After whatever changes they must
 * say what is said of each app alone, which is written anew.
 */
class ListsTest {

  private static final AppId WEB = new AppId("/web");

  @AutoClose private final Server server = new Server();

  @BeforeEach
  void threeApps() {
    for (var app : List.of("/web", "/dev/api", "/dev/idle")) {
      var created =
          server.post(
              "/v2/apps",
              ("{\"id\":\"%s\",\"cmd\":\"sleep 600\",\"instances\":%d,"
                      + "\"healthChecks\":[{\"protocol\":\"HTTP\"}]}")
                  .formatted(app, app.endsWith("idle") ? 0 : 2));
      assertThat(created.status()).isEqualTo(201);
      agree();
    }
  }

  @Test
  void whileDeploymentsGoOn() {
    server.world.deploys();
    agree();
    server.world.launches();
    agree();
    server.world.settles();
    agree();
    server.put("/v2/apps/web", "{\"labels\":{\"a\":\"b\"}}");
    agree();
    server.put("/v2/apps/dev/api", "{\"instances\":3}");
    agree();
    server.world.runs();
    agree();
    server.delete("/v2/apps/web");
    agree();
    server.world.runs();
    agree();
    server.post("/v2/apps", "{\"id\":\"/web\",\"cmd\":\"sleep 1\"}");
    agree();
  }

  @Test
  void whileTasksChange() {
    server.world.runs();
    agree();
    var task = server.get("/v2/apps/web").json().at("/app/tasks/0/id").asText();
    server.world.status(task, Condition.RUNNING, Optional.of(true));
    agree();
    server.world.status(task, Condition.UNREACHABLE);
    agree();
    server.world.status(task, Condition.FAILED);
    agree();
    server.world.launches();
    agree();
  }

  @Test
  void whileMoreIsSeenThanIsStored() {
    server.world.runs();
    agree();
    var id = new InstanceId(WEB.safe(), new UUID(7, 7));
    var web = server.world.overview().toCompletableFuture().join().app(WEB).orElseThrow();
    server.put("/v2/apps/web", "{\"instances\":3}");
    server.world.deploys();
    var config = web.definition().versionInfo().orElseThrow().lastConfigChangeAt();
    var place =
        new Placement("id", "host", List.of(31_000), Optional.empty(), Optional.empty(), Map.of());
    server.world.ledger(
        WEB.ledger(),
        new LedgerCommand.Provision(List.of(new LedgerCommand.Proposal(id, WEB, 1, config, place))),
        Cause.internal("test"));
    agree();
    assertThat(server.get("/v2/apps/web").json().at("/app/tasksStaged").asInt()).isEqualTo(1);

    server.world.note(new Fact.Observed(id, 1, Condition.STARTING));

    agree();
    assertThat(server.get("/v2/apps/web").json().at("/app/tasksStaged").asInt()).isZero();
    server.world.note(new Fact.Observed(id, 1, Condition.STAGING));
    agree();
    server.world.status(id.task(1).toString(), Condition.RUNNING);
    agree();
  }

  @Test
  void whileChecksAreSeen() {
    server.world.runs();
    agree();
    var id =
        TaskId.parse(server.get("/v2/apps/web").json().at("/app/tasks/0/id").asText())
            .orElseThrow();
    for (var good : List.of(true, false)) {
      server.world.note(
          new Fact.HealthSeen(
              new HealthNews.Checked(
                  id.instance(), 1, List.of(CheckHealth.stored(good, Instant.EPOCH)))));
      agree();
    }
    server.world.status(id.toString(), Condition.KILLED);
    agree();
    server.world.launches();
    var next =
        TaskId.parse(server.get("/v2/apps/dev/api").json().at("/app/tasks/0/id").asText())
            .orElseThrow();
    agree();
    for (var code : List.of(0, 1)) {
      server.world.note(
          new Fact.CheckSeen(
              next.instance(), 1, "{\"command\":{\"exitCode\":%d}}".formatted(code)));
      agree();
    }
  }

  private void agree() {
    var ids = new ArrayList<String>();
    for (var app : server.get("/v2/apps?fields=id").json().path("apps")) {
      ids.add(app.path("id").asText());
    }
    var one = ids.stream().map(id -> server.get("/v2/apps" + id).json().path("app")).toList();
    assertThat(apps("/v2/apps?embed=apps.tasks&embed=apps.lastTaskFailure")).isEqualTo(one);
    assertThat(apps("/v2/apps")).isEqualTo(without(one, "tasks", "lastTaskFailure"));
    assertThat(inGroups(server.get("/v2/groups").json()))
        .isEqualTo(
            without(
                one,
                "tasks",
                "lastTaskFailure",
                "deployments",
                "tasksStaged",
                "tasksRunning",
                "tasksHealthy",
                "tasksUnhealthy"));
    assertThat(tasks("/v2/tasks")).isEqualTo(tasks("/v2/tasks?limit=10000"));
  }

  private List<JsonNode> apps(String path) {
    return list(server.get(path).json().path("apps"));
  }

  private List<JsonNode> tasks(String path) {
    var tasks = list(server.get(path).json().path("tasks"));
    tasks.sort(Comparator.comparing(task -> task.path("id").asText()));
    return tasks;
  }

  private static List<JsonNode> inGroups(JsonNode group) {
    var apps = new ArrayList<JsonNode>();
    for (var inside : group.path("groups")) {
      apps.addAll(inGroups(inside));
    }
    apps.addAll(list(group.path("apps")));
    apps.sort(Comparator.comparing(app -> app.path("id").asText()));
    return apps;
  }

  private static List<JsonNode> list(JsonNode array) {
    var items = new ArrayList<JsonNode>();
    array.forEach(items::add);
    return items;
  }

  private static List<JsonNode> without(List<JsonNode> apps, String... members) {
    return apps.stream()
        .<JsonNode>map(app -> ((ObjectNode) app.deepCopy()).remove(List.of(members)))
        .toList();
  }
}
