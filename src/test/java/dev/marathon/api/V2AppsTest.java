package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Condition;
import dev.marathon.overview.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V2AppsTest {

  private static final String SLEEP =
      "{\"id\":\"/sleep\",\"cmd\":\"sleep 600\",\"instances\":2,\"cpus\":0.1,\"mem\":32}";

  @AutoClose private final Server server = new Server();

  @Test
  void aCreatedAppIsShownAtOnce() {
    var created = server.post("/v2/apps", SLEEP);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).endsWith("/v2/apps/sleep");
    assertThat(created.header("Marathon-Deployment-Id"))
        .isEqualTo(created.json().path("deployments").path(0).path("id").asText());
    assertThat(created.json().path("tasksRunning").asInt(-1)).isZero();
    var app = server.get("/v2/apps//sleep").json().path("app");
    assertThat(app.path("version")).isEqualTo(created.json().path("version"));
    assertThat(app.path("portDefinitions").path(0).path("port").asInt()).isEqualTo(10_000);
    assertThat(app.path("tasks").isArray()).isTrue();
    assertThat(app.path("deployments")).hasSize(1);
  }

  @Test
  void brokenJsonSaysWhereAndNothingOfTheParser() {
    var refused = server.post("/v2/apps", "{");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("details").asText())
        .contains("start marker at line: 1, column: 1")
        .doesNotContain("Source");
  }

  @Test
  void aRunningAppCountsItsTasksAndListsThem() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();

    var app = server.get("/v2/apps/sleep?embed=app.taskStats").json().path("app");
    assertThat(app.path("tasksRunning").asInt()).isEqualTo(2);
    assertThat(app.path("deployments")).isEmpty();
    var task = app.path("tasks").path(0);
    assertThat(task.path("state").asText()).isEqualTo("TASK_RUNNING");
    assertThat(task.path("ports")).hasSize(1);
    assertThat(task.path("servicePorts")).isEmpty();
    assertThat(task.has("startedAt")).isTrue();
    assertThat(app.at("/tasksStats/totalSummary/stats/counts/running").asInt()).isEqualTo(2);
    assertThat(server.get("/v2/apps").json().path("apps").path(0).has("tasks")).isFalse();
    assertThat(server.get("/v2/tasks").json().at("/tasks/0/servicePorts/0").asInt())
        .isEqualTo(10_000);
  }

  @Test
  void listsAreReadInPages() {
    for (var id : List.of("/c", "/a/x", "/b", "/a/y", "/d")) {
      server.post("/v2/apps", "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"instances\":0}");
    }

    assertThat(ids("?limit=2")).containsExactly("/a/x", "/a/y");
    assertThat(ids("?limit=2&after=/a/y")).containsExactly("/b", "/c");
    assertThat(ids("?after=/b/gone")).containsExactly("/c", "/d");
    assertThat(ids("?limit=5&after=/d")).isEmpty();

    var first = server.get("/v2/apps?limit=2&cmd=sleep");
    assertThat(first.header("Link"))
        .isEqualTo("</v2/apps?limit=2&cmd=sleep&after=/a/y>; rel=\"next\"");
    var seen = new ArrayList<String>();
    for (var path = "/v2/apps?limit=2&cmd=sleep"; !path.isEmpty(); ) {
      var page = server.get(path);
      page.json().path("apps").forEach(app -> seen.add(app.path("id").asText()));
      var link = page.header("Link");
      path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }
    assertThat(seen).containsExactly("/a/x", "/a/y", "/b", "/c", "/d");
    assertThat(server.get("/v2/groups//a/apps?limit=1").json()).hasSize(1);
    for (var bad : List.of("0", "-1", "ten", "10001")) {
      var refused = server.get("/v2/apps?limit=" + bad);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.message())
          .isEqualTo("limit must be a number from 1 to 10000, not '" + bad + "'");
    }
  }

  @Test
  void tasksAreReadInPages() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();
    var all = new TreeSet<String>();
    server.get("/v2/tasks").json().path("tasks").forEach(task -> all.add(task.path("id").asText()));

    var first = server.get("/v2/tasks?limit=1");
    assertThat(first.json().path("tasks")).hasSize(1);
    assertThat(first.json().at("/tasks/0/id").asText()).isEqualTo(all.first());
    var link = first.header("Link");
    var second = server.get(link.substring(1, link.indexOf('>')));
    assertThat(second.json().at("/tasks/0/id").asText()).isEqualTo(all.last());
    assertThat(second.header("Link")).isEmpty();
  }

  @Test
  void listsAreFilteredByIdCommandAndLabels() {
    server.post("/v2/apps", "{\"id\":\"/a/web\",\"cmd\":\"Run X\",\"labels\":{\"env\":\"prod\"}}");
    server.post("/v2/apps", "{\"id\":\"/b/db\",\"cmd\":\"other\"}");

    assertThat(ids("?id=WEB")).containsExactly("/a/web");
    assertThat(ids("?cmd=run")).containsExactly("/a/web");
    assertThat(ids("?label=env%3D%3Dprod")).containsExactly("/a/web");
    assertThat(ids("?label=env%20notin%20(prod,test)")).isEmpty();
    assertThat(ids("?label=env%20in%20(prod,test)&id=db")).isEmpty();
    assertThat(ids("?label=env!%3Dtest")).containsExactly("/a/web");
    assertThat(ids("?label=&id=web")).containsExactly("/a/web");
    var bad = server.get("/v2/apps?label=owner%20~~%20x");
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.message())
        .isEqualTo("Can not parse label selector owner ~~ x. Reason: end of input expected");
  }

  @Test
  void idsOfTasksToEndAreTexts() {
    var refused = server.post("/v2/tasks/delete", "{\"ids\":[5]}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).isEqualTo("Invalid JSON");
    assertThat(refused.paths()).containsExactly("/ids(0)");
  }

  @Test
  void aReaderMayAskForSomeAppsAndSomeOfTheirMembers() {
    server.post("/v2/apps", "{\"id\":\"/a/web\",\"cmd\":\"a b\",\"labels\":{\"env\":\"prod\"}}");
    server.post("/v2/apps", "{\"id\":\"/b/db\",\"cmd\":\"a b\"}");

    assertThat(ids("?ids=/b/db,/gone,/b/db,,x")).containsExactly("/b/db");
    assertThat(ids("?ids=")).isEmpty();
    var apps = server.get("/v2/apps?fields=id,labels.env,none&fields=tasksRunning").json();
    assertThat(apps.path("apps").path(0).toString())
        .isEqualTo("{\"id\":\"/a/web\",\"labels\":{\"env\":\"prod\"},\"tasksRunning\":0}");
    var many = server.get("/v2/apps?fields=" + ",".repeat(60));
    assertThat(many.status()).isEqualTo(400);
    assertThat(many.message()).isEqualTo("fields takes at most 50 names");
  }

  @Test
  void whatListsAskForIsTheSameAsInTheWholeApp() {
    server.post(
        "/v2/apps",
        "{\"id\":\"/a/web\",\"cmd\":\"a b\",\"cpus\":0.25,\"mem\":64,\"labels\":{\"env\":\"prod\"}}");
    var brief =
        List.of(
            "id",
            "cpus",
            "mem",
            "instances",
            "labels",
            "version",
            "deployments",
            "tasksStaged",
            "tasksRunning",
            "tasksHealthy",
            "tasksUnhealthy");
    var asked = server.get("/v2/apps?fields=" + String.join(",", brief)).json().at("/apps/0");
    var whole = (ObjectNode) server.get("/v2/apps").json().at("/apps/0");
    assertThat(asked).hasSize(brief.size()).isEqualTo(whole.retain(brief));
    // One more name, and it is written in the other way.
    assertThat(server.get("/v2/apps?fields=id,cmd").json().at("/apps/0/cmd").asText())
        .isEqualTo("a b");
  }

  private List<String> ids(String query) {
    return server.get("/v2/apps" + query).json().path("apps").findValuesAsText("id").stream()
        .filter(id -> id.startsWith("/"))
        .toList();
  }

  @Test
  void aStarShowsAllAppsBelowAGroup() {
    server.post("/v2/apps", "{\"id\":\"/a/x/web\",\"cmd\":\"a b\"}");
    server.post("/v2/apps", "{\"id\":\"/b/db\",\"cmd\":\"a b\"}");

    assertThat(server.get("/v2/apps/a/*").json().path("*")).hasSize(1);
    assertThat(server.get("/v2/apps/*").json().path("*")).hasSize(2);
    assertThat(server.get("/v2/apps/none/*").message()).isEqualTo("Group '/none' does not exist");
    assertThat(server.get("/v2/apps/a/*/tasks").json().path("tasks").isArray()).isTrue();
  }

  @Test
  void partOfAnAppIsChangedAndTheRestKept() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();

    var changed = server.patch("/v2/apps/sleep", "{\"cmd\":\"sleep 601\",\"id\":\"/other\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("Marathon-Deployment-Id"))
        .isEqualTo(changed.json().path("deploymentId").asText());
    var app = server.get("/v2/apps/sleep").json().path("app");
    assertThat(app.path("cmd").asText()).isEqualTo("sleep 601");
    assertThat(app.path("instances").asInt()).isEqualTo(2);
  }

  @Test
  void aReplacedAppGoesBackToDefaults() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();

    server.put("/v2/apps/sleep?partialUpdate=false", "{\"cmd\":\"sleep 602\"}");

    var app = server.get("/v2/apps/sleep").json().path("app");
    assertThat(app.path("instances").asInt()).isEqualTo(1);
    assertThat(app.path("mem").asDouble()).isEqualTo(128.0);
  }

  @Test
  void putCreatesAndPatchDoesNot() {
    assertThat(server.put("/v2/apps/new", "{\"cmd\":\"sleep 1\"}").status()).isEqualTo(201);
    assertThat(server.patch("/v2/apps/none", "{\"cmd\":\"sleep 1\"}").status()).isEqualTo(404);
    assertThat(server.get("/v2/apps/none").status()).isEqualTo(404);
  }

  @Test
  void anAppGoesBackToAnOlderVersion() {
    var version = server.post("/v2/apps", SLEEP).json().path("version").asText();
    server.world.runs();
    server.put("/v2/apps/sleep", "{\"cmd\":\"sleep 2\"}");
    server.world.runs();
    assertThat(server.get("/v2/apps/sleep/versions").json().path("versions")).hasSize(2);

    server.put("/v2/apps/sleep", "{\"version\":\"" + version + "\"}");

    var app = server.get("/v2/apps/sleep").json().path("app");
    assertThat(app.path("cmd").asText()).isEqualTo("sleep 600");
    assertThat(app.path("version").asText()).isNotEqualTo(version);
    assertThat(server.get("/v2/apps/sleep/versions/" + version).json().path("cmd").asText())
        .isEqualTo("sleep 600");
    var mixed =
        server.put("/v2/apps/sleep", "{\"version\":\"" + version + "\",\"cmd\":\"sleep 3\"}");
    assertThat(mixed.status()).isEqualTo(422);
    assertThat(mixed.paths()).containsExactly("/");
  }

  @Test
  void severalAppsAreOneChange() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();

    var put =
        server.put(
            "/v2/apps",
            "[{\"id\":\"/sleep\",\"instances\":3},{\"id\":\"/bulk\",\"cmd\":\"sleep 9\"}]");

    assertThat(put.status()).isEqualTo(200);
    assertThat(server.get("/v2/deployments").json()).hasSize(1);
    assertThat(server.get("/v2/apps/sleep").json().at("/app/instances").asInt()).isEqualTo(3);
    assertThat(server.get("/v2/apps/bulk").status()).isEqualTo(200);
    assertThat(server.get("/v2/apps/bulk").json().at("/app/portDefinitions")).isEmpty();
    var patch = server.patch("/v2/apps", "[{\"id\":\"/none\",\"instances\":3}]");
    assertThat(patch.status()).isEqualTo(404);
  }

  @Test
  void aRestartChangesTheVersionOnly() {
    var version = server.post("/v2/apps", SLEEP).json().path("version").asText();
    server.world.runs();

    var restarted = server.post("/v2/apps/sleep/restart", "");

    assertThat(restarted.status()).isEqualTo(200);
    assertThat(server.get("/v2/deployments").json().at("/0/steps/0/actions/0/action").asText())
        .isEqualTo("RestartApplication");
    assertThat(restarted.json().path("version").asText()).isNotEqualTo(version);
  }

  @Test
  void aLockedAppSaysByWhomAndForceOverrides() {
    var deployment = server.post("/v2/apps", SLEEP).header("Marathon-Deployment-Id");

    var refused = server.put("/v2/apps/sleep", "{\"instances\":5}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message())
        .isEqualTo(
            "App is locked by one or more deployments. Override with the option '?force=true'."
                + " View details at '/v2/deployments/<DEPLOYMENT_ID>'.");
    assertThat(refused.json().path("deployments").findValuesAsText("id"))
        .containsExactly(deployment);
    assertThat(server.put("/v2/apps/sleep?force=true", "{\"instances\":5}").status())
        .isEqualTo(200);
    assertThat(server.delete("/v2/apps/sleep?force=false").status()).isEqualTo(409);
    assertThat(server.delete("/v2/apps/sleep").status()).isEqualTo(200);
    assertThat(server.delete("/v2/apps/sleep").message()).isEqualTo("App '/sleep' does not exist");
  }

  @Test
  void aDryRunShowsThePlanAndChangesNothing() {
    var plan = server.post("/v2/apps?dryRun=true", SLEEP);

    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.json().at("/steps/0/actions/0/action").asText()).isEqualTo("StartApplication");
    assertThat(server.get("/v2/apps/sleep").status()).isEqualTo(404);
  }

  @Test
  void theSameKeyTwiceIsOneChange() {
    var first = send("key-1");
    var second = send("key-1");
    var third = send("key-2");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Marathon-Deployment-Id"))
        .isEqualTo(first.header("Marathon-Deployment-Id"));
    assertThat(third.status()).isEqualTo(409);
    assertThat(third.message()).isEqualTo("An app with id [/sleep] already exists.");
  }

  private Server.Reply send(String key) {
    return server.send(
        "POST", "/v2/apps", SLEEP, "Content-Type", "application/json", "Idempotency-Key", key);
  }

  @Test
  void aChangeIsMadeAnewWhenOthersWereFaster() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();

    server.world.becomesStale(Changes.ATTEMPTS - 1);
    assertThat(server.put("/v2/apps/sleep", "{\"instances\":3}").status()).isEqualTo(200);
    server.world.becomesStale(Changes.ATTEMPTS);
    assertThat(server.put("/v2/apps/sleep?force=true", "{\"instances\":4}").status())
        .isEqualTo(409);
  }

  @Test
  void acceptedWritesOfOneAppAreTold() {
    server.post("/v2/apps", SLEEP);
    server.post("/v2/apps", SLEEP);

    assertThat(server.happened).hasSize(1);
    var event = server.happened.get(0).data();
    assertThat(event.path("clientIp").asText()).isEqualTo("127.0.0.1");
    assertThat(event.path("uri").asText()).isEqualTo("/v2/apps");
    assertThat(event.path("appDefinition").path("id").asText()).isEqualTo("/sleep");
  }

  @Test
  void longListsAreStreamedWhole() {
    var bulk = new StringBuilder("[");
    for (int i = 0; i < 250; i++) {
      bulk.append(i == 0 ? "" : ",").append("{\"id\":\"/many/a" + i + "\",\"cmd\":\"sleep 1\"");
      bulk.append(",\"portDefinitions\":[]}");
    }
    assertThat(server.put("/v2/apps", bulk.append("]").toString()).status()).isEqualTo(413);
    for (int part = 0; part < 2; part++) {
      var half = new StringBuilder("[");
      for (int i = 0; i < 125; i++) {
        half.append(i == 0 ? "" : ",").append("{\"id\":\"/many" + part + "/a" + i + "\"");
        half.append(",\"cmd\":\"sleep 1\",\"instances\":0,\"portDefinitions\":[]}");
      }
      server.put("/v2/apps", half.append("]").toString());
    }
    assertThat(server.get("/v2/apps").json().path("apps")).hasSize(250);
  }

  @Test
  void whoHasTheAnswerIsToldThatNothingChangedUntilItDoes() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();
    for (var path : List.of("/v2/apps", "/v2/apps/sleep", "/v2/tasks", "/v2/groups")) {
      var tag = server.get(path).header("ETag");
      var again = server.get(path, "If-None-Match", tag);
      assertThat(again.status()).as(path).isEqualTo(304);
      assertThat(server.get(path).header("ETag")).isEqualTo(tag);
    }
    var before = server.get("/v2/apps/sleep").header("ETag");

    server.put("/v2/apps/sleep", "{\"instances\":5}");

    var after = server.get("/v2/apps/sleep", "If-None-Match", before);
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.json().at("/app/instances").asInt()).isEqualTo(5);
    assertThat(server.get("/v2/apps/sleep?embed=app.taskStats").header("ETag")).isEmpty();
  }

  @Test
  void anAnswerTooLargeToBeKeptIsToldToBeTheSameUntilAnythingChanges() {
    var word = "x".repeat(130_000);
    for (int i = 0; i < 5; i++) {
      var app =
          "{\"id\":\"/large-%d\",\"args\":[%s],\"instances\":0}"
              .formatted(i, String.join(",", Collections.nCopies(7, "\"" + word + "\"")));
      assertThat(server.post("/v2/apps", app).status()).isEqualTo(201);
    }
    server.world.runs();
    for (var path : List.of("/v2/apps", "/v2/groups")) {
      var whole = server.get(path);
      assertThat(whole.text().length()).as(path).isGreaterThan(4 << 20);
      var tag = whole.header("ETag");
      assertThat(server.get(path, "If-None-Match", tag).status()).as(path).isEqualTo(304);
      assertThat(server.get(path).header("ETag")).as(path).isEqualTo(tag);

      server.post("/v2/apps", SLEEP.replace("/sleep", path));

      var after = server.get(path, "If-None-Match", tag);
      assertThat(after.status()).as(path).isEqualTo(200);
      assertThat(after.text().contains("\"id\":\"" + path + "\"")).as(path).isTrue();
    }
  }

  @Test
  void aTaskThatRunsIsNotShownAsStartingByLateNews() {
    server.post("/v2/apps", SLEEP);
    server.world.runs();
    var task = server.get("/v2/tasks").json().at("/tasks/0/id").asText();
    var id = TaskId.parse(task).orElseThrow();

    server.world.note(new Fact.Observed(id.instance(), id.incarnation(), Condition.STARTING));

    assertThat(server.get("/v2/apps/sleep").json().at("/app/tasksRunning").asInt()).isEqualTo(2);
  }

  @Test
  void theResultOfAGenericCheckIsShownWhileItsTaskLives() {
    server.post("/v2/apps", SLEEP.replace("\"instances\":2", "\"instances\":1"));
    server.world.runs();
    var tasks = "/v2/apps/sleep/tasks";
    assertThat(server.get(tasks).json().path("tasks").path(0).has("checkResult")).isFalse();
    var id = TaskId.parse(server.get(tasks).json().at("/tasks/0/id").asText()).orElseThrow();

    server.world.note(
        new Fact.CheckSeen(id.instance(), id.incarnation(), "{\"command\":{\"exitCode\":3}}"));
    assertThat(server.get(tasks).json().at("/tasks/0/checkResult/command/exitCode").asInt())
        .isEqualTo(3);

    server.world.note(new Fact.CheckSeen(id.instance(), id.incarnation() - 1, "{\"tcp\":{}}"));
    assertThat(server.get(tasks).json().path("tasks").path(0).has("checkResult")).isFalse();
  }
}
