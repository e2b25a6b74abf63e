package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpMethods;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.ConfigFactory;
import dev.marathon.agents.ScriptedPeer;
import dev.marathon.api.RouteTable.Row;
import dev.marathon.config.Settings;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import dev.marathon.overview.Fact;
import dev.marathon.security.Issuer;
import dev.marathon.security.Issuer.Signer;
import dev.marathon.security.PasswordHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route without, with wrong and with limited credentials. */
class RouteRightsTest {

  private static final String SECRET = "value-of-the-environment";

  private static final Signer OURS = Signer.ed("key");
  private static final Signer ANOTHERS = Signer.ed("key");

  @TempDir Path directory;

  private Server server;
  private ScriptedPeer master;
  private final Map<String, String> ids = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    var users = directory.resolve("users");
    Files.writeString(
        users,
        String.join(
            "\n",
            user("admin", "/=all"),
            user("stranger", "/elsewhere=all"),
            user("neighbour", "/dev=all /develo=all"),
            user("node", "node=all"),
            user("viewer", "/develop=view node=view"),
            user("updater", "/develop=update,view"),
            user("creator", "/develop=create"),
            user("deleter", "/develop=delete"),
            user("blind", "/develop=update")));
    var keys = directory.resolve("keys.json");
    Files.writeString(keys, new Issuer(OURS).keys());
    var config =
        """
        marathon.security {
          users-file = "%s", max-failures = 1000, failure-window = 100ms
          tokens { keys = "%s", issuer = "https://issuer", audience = "marathon" }
        }
        """
            .formatted(users, keys);
    server =
        Server.of(Settings.load(Optional.empty(), ConfigFactory.parseString(config)).security());
    master =
        new ScriptedPeer((exchange, body) -> ScriptedPeer.send(exchange, 200, "{\"slaves\":[]}"));
    var at = master.address();
    server.world.note(new Fact.MasterFound(at.host(), at.port(), "http://mesos/"));
    populate();
  }

  private static String user(String name, String rights) {
    return PasswordHash.line(name, ("pw-" + name).toCharArray(), rights, 4);
  }

  @AfterEach
  void stop() {
    server.close();
    master.close();
  }

  /** Something running, something under way and something waiting in the hidden group. */
  private void populate() {
    as("admin", "POST", "/v2/apps", app("/develop/web"));
    server.world.runs();
    ids.put(RouteTable.ROOT_VERSION, rootVersion());
    as("admin", "POST", "/v2/apps", app("/develop/waits"));
    server.world.deploys();
    var deployment = as("admin", "POST", "/v2/apps", app("/develop/slow"));
    ids.put(RouteTable.DEPLOYMENT, deployment.header("Marathon-Deployment-Id"));
    var web = as("admin", "GET", "/v2/apps/develop/web", null).json().path("app");
    ids.put(RouteTable.TASK, web.at("/tasks/0/id").asText());
    ids.put(RouteTable.VERSION, web.path("version").asText());
    server.stream = Source.from(events());
  }

  private String rootVersion() {
    return as("admin", "GET", "/v2/groups", null).json().path("version").asText();
  }

  private static String app(String id) {
    return "{\"id\":\"%s\",\"cmd\":\"run develop\",\"instances\":2,\"env\":{\"KEY\":\"%s\"}}"
        .formatted(id, SECRET);
  }

  private List<NumberedEvent> events() {
    var all = new ArrayList<>(server.happened);
    var json = JsonNodeFactory.instance;
    all.add(event("status_update_event", json.objectNode().put("appId", "/develop/web")));
    all.add(event("instance_changed_event", json.objectNode().put("runSpecId", "/develop/web")));
    all.add(event("group_change_success", json.objectNode().put("groupId", "/develop")));
    all.add(
        event(
            "group_change_failed", json.objectNode().put("groupId", "/").put("reason", "develop")));
    all.add(event("never_heard_of_event", json.objectNode().put("where", "develop")));
    var plan = json.objectNode();
    plan.putObject("plan")
        .putArray("steps")
        .addObject()
        .putArray("actions")
        .addObject()
        .put("app", "/develop/web");
    all.add(event("deployment_success", plan));
    var numbered = new ArrayList<NumberedEvent>();
    all.forEach(event -> numbered.add(new NumberedEvent(numbered.size() + 1, event)));
    return numbered;
  }

  private static ApiEvent event(
      String type, com.fasterxml.jackson.databind.node.ObjectNode fields) {
    return ApiEvent.of(type, Instant.EPOCH, fields);
  }

  private Server.Reply as(String user, String method, String path, String body) {
    return send(method, path, body, "Authorization", basic(user + ":pw-" + user));
  }

  private Server.Reply send(String method, String path, String body, String... more) {
    var headers = new ArrayList<>(List.of(more));
    headers.addAll(
        path.startsWith("/v2/events")
            ? List.of("Accept", "text/event-stream")
            : List.of("Accept", "*/*"));
    if (body != null) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    return server.send(method, path, body, headers.toArray(String[]::new));
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private String filled(String text) {
    if (text == null) {
      return null;
    }
    var all = text;
    for (var key : List.of(RouteTable.ROOT_VERSION, RouteTable.VERSION, RouteTable.TASK)) {
      all = all.replace(key, ids.get(key));
    }
    return all.replace(RouteTable.DEPLOYMENT, ids.get(RouteTable.DEPLOYMENT));
  }

  private Server.Reply as(String user, Row row) {
    return as(user, row.method(), filled(row.path()), filled(row.body()));
  }

  @Test
  void withoutCredentialsNothingIsAnswered() {
    var changes = server.world.changes();
    for (var row : all()) {
      refused(row);
      refused(row, "Authorization", basic("admin:guess"));
    }
    for (var row : RouteTable.ROWS) {
      refused(row, "Authorization", "Bearer admin");
      refused(row, "Authorization", bearer(ANOTHERS, "admin", Duration.ofHours(1)));
      refused(row, "Authorization", bearer(OURS, "admin", Duration.ofHours(-1)));
    }
    assertThat(server.world.changes()).isEqualTo(changes);
  }

  private void refused(Row row, String... credentials) {
    var reply = send(row.method(), filled(row.path()), filled(row.body()), credentials);
    assertThat(reply.status()).as(row.toString()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo("basic realm=\"Mesosphere\", Bearer realm=\"Mesosphere\"");
    assertThat(reply.text()).doesNotContain("develop");
  }

  private static String bearer(Signer signer, String user, Duration valid) {
    var claims =
        "{\"iss\":\"https://issuer\",\"aud\":\"marathon\",\"sub\":\"%s\",\"exp\":%d}"
            .formatted(user, Instant.now().plus(valid).getEpochSecond());
    return "Bearer " + signer.sign(claims);
  }

  @Test
  void aTokenOpensWhatThePasswordOfItsUserOpens() {
    for (var user : List.of("stranger", "viewer")) {
      var token = bearer(OURS, user, Duration.ofHours(1));
      for (var row : RouteTable.ROWS) {
        var byPassword = as(user, row);
        var byToken =
            send(row.method(), filled(row.path()), filled(row.body()), "Authorization", token);
        assertThat(byToken.status()).as(user + " " + row).isEqualTo(byPassword.status());
        assertThat(byToken.text().contains("develop"))
            .as(user + " " + row)
            .isEqualTo(byPassword.text().contains("develop"));
        assertThat(byToken.text()).as(user + " " + row).doesNotContain(SECRET);
      }
    }
    var changes = server.world.changes();
    var unknown = bearer(OURS, "nobody", Duration.ofHours(1));
    for (var row : RouteTable.ROWS) {
      var reply =
          send(row.method(), filled(row.path()), filled(row.body()), "Authorization", unknown);
      assertThat(reply.text()).as("nobody " + row).doesNotContain("develop", SECRET);
    }
    assertThat(server.world.changes()).isEqualTo(changes);
    var admin = bearer(OURS, "admin", Duration.ofHours(1));
    for (var row : RouteTable.ROWS) {
      if (row.reveals()) {
        var reply =
            send(row.method(), filled(row.path()), filled(row.body()), "Authorization", admin);
        assertThat(reply.status()).as(row.toString()).isEqualTo(200);
        assertThat(reply.text()).as(row.toString()).contains("develop");
      }
    }
  }

  /** The table, each of its paths by other methods, and paths that do not exist. */
  private static List<Row> all() {
    var rows = new ArrayList<>(RouteTable.ROWS);
    for (var row : RouteTable.ROWS) {
      rows.add(new Row("OPTIONS", row.path(), null, false, false));
      rows.add(new Row("HEAD", row.path(), null, false, false));
    }
    for (var path : List.of("/nothing", "/v2", "/v2/nothing", "/v2//apps", "//ping", "/v3/apps")) {
      rows.add(new Row("GET", path, null, false, false));
      rows.add(new Row("POST", path, "{}", false, false));
    }
    return rows;
  }

  @Test
  void onlyFilesOfTheInterfaceAreOpen() {
    assertThat(send("GET", "/ui/", null).status()).isEqualTo(200);
    assertThat(send("GET", "/", null).header("Location")).isEqualTo("/ui/");
    for (var row : all()) {
      var path =
          Stream.of(row.path().split("\\?")[0].split("/")).filter(s -> !s.isEmpty()).toList();
      assertThat(Api.OPEN.find(path)).as(row.toString()).isEmpty();
    }
  }

  @Test
  void whoeverHasNoRightToItLearnsNothingAndChangesNothing() {
    for (var user : List.of("stranger", "neighbour", "node")) {
      var changes = server.world.changes();
      for (var row : RouteTable.ROWS) {
        if (user.equals("node") && row.path().startsWith("/v2/events")) {
          continue; // Sees events of the node, as below.
        }
        var reply = as(user, row);
        assertThat(reply.text()).as(user + " " + row).doesNotContain("develop", SECRET);
        assertThat(reply.status()).as(user + " " + row).isNotEqualTo(401).isLessThan(500);
        if (row.changes()) {
          assertThat(reply.status()).as(user + " " + row).isIn(200, 403, 404);
        }
        assertThat(server.world.changes()).as(user + " " + row).isEqualTo(changes);
      }
    }
  }

  @Test
  void everybodyLearnsWhoTheyAre() {
    var me = as("viewer", "GET", "/v2/whoami", null).json();
    assertThat(me.path("user").asText()).isEqualTo("viewer");
    assertThat(me.path("authenticated").asBoolean()).isTrue();
    assertThat(me.path("rights"))
        .map(JsonNode::asText)
        .containsExactly("/develop=view", "node=view");
    try (var open = new Server()) {
      assertThat(open.get("/v2/whoami").json().path("authenticated").asBoolean()).isFalse();
    }
  }

  @Test
  void whatExistsAndWhatDoesNotAreRefusedAlike() {
    for (var row : RouteTable.ROWS) {
      var path = filled(row.path());
      if (path.contains("/develop") && !path.contains("appId=")) {
        var there = as("stranger", row);
        var nowhere =
            as("stranger", row.method(), path.replace("/develop", "/nowhere"), filled(row.body()));
        assertThat(nowhere.status()).as(row.toString()).isEqualTo(there.status());
        assertThat(nowhere.text()).as(row.toString()).isEqualTo(there.text());
      }
    }
  }

  @Test
  void whoeverMayOnlyViewChangesNothingAndSeesNoEnvironment() {
    for (var list : List.of("/v2/apps", "/v2/groups")) { // So that it is at hand with its values.
      assertThat(as("admin", "GET", list, null).text()).contains(SECRET);
    }
    var changes = server.world.changes();
    for (var row : RouteTable.ROWS) {
      var reply = as("viewer", row);
      assertThat(reply.text()).as(row.toString()).doesNotContain(SECRET);
      if (row.reveals()) {
        assertThat(reply.status()).as(row.toString()).isEqualTo(200);
        assertThat(reply.text()).as(row.toString()).contains("develop");
      }
      if (row.changes()) {
        assertThat(reply.status()).as(row.toString()).isEqualTo(403);
      }
      assertThat(server.world.changes()).as(row.toString()).isEqualTo(changes);
    }
    assertThat(as("viewer", "DELETE", "/v2/leader", null).status()).isEqualTo(403);
  }

  /** So that the tests above can fail: with every right each row works. */
  @Test
  void withEveryRightEachRowDoesWhatItSays() {
    for (var row : RouteTable.ROWS) {
      if (row.reveals()) {
        var reply = as("admin", row);
        assertThat(reply.status()).as(row.toString()).isEqualTo(200);
        assertThat(reply.text()).as(row.toString()).contains("develop");
      }
    }
    assertThat(as("admin", "GET", "/v2/events", null).text()).contains(SECRET);
    assertThat(as("admin", "GET", "/v2/apps", null).text()).contains(SECRET);
  }

  @Test
  void withEveryRightEachChangeChanges() throws IOException {
    for (var row : RouteTable.ROWS) {
      if (row.changes()) {
        stop();
        start();
        var changes = server.world.changes();
        var reply = as("admin", row);
        assertThat(reply.status()).as(row + reply.text()).isBetween(200, 204);
        if (!row.path().endsWith("/delay")) { // There is none to reset.
          assertThat(server.world.changes()).as(row + reply.text()).isGreaterThan(changes);
        }
      }
    }
  }

  @Test
  void eachVerbAllowsItsOwn() {
    assertThat(as("creator", "POST", "/v2/apps", app("/develop/other")).status()).isEqualTo(201);
    assertThat(as("creator", "PUT", "/v2/apps/develop/web", "{\"instances\":3}").status())
        .isEqualTo(403);
    assertThat(as("updater", "POST", "/v2/apps", app("/develop/another")).status()).isEqualTo(403);
    assertThat(
            as("updater", "PUT", "/v2/apps/develop/web?force=true", "{\"instances\":3}").status())
        .isEqualTo(200);
    assertThat(as("updater", "GET", "/v2/apps/develop/web", null).text()).contains(SECRET);
    assertThat(as("updater", "DELETE", "/v2/apps/develop/web", null).status()).isEqualTo(403);
    // A group that is replaced loses what it does not list.
    assertThat(as("updater", "PUT", "/v2/groups/develop?force=true", "{\"apps\":[]}").status())
        .isEqualTo(403);
    assertThat(as("deleter", "DELETE", "/v2/apps/develop/web", null).status()).isEqualTo(200);
    assertThat(as("deleter", "GET", "/v2/apps/develop/slow", null).status()).isEqualTo(403);
  }

  @Test
  void aRefusalNamesTheRightThatIsMissing() {
    assertThat(missing("updater", "DELETE", "/v2/apps/develop/web", null))
        .containsExactly("/develop/web=delete");
    assertThat(missing("viewer", "PUT", "/v2/apps/develop/none", "{\"instances\":3}"))
        .containsExactly("/develop/none=create", "/develop/none=update");
    assertThat(missing("stranger", "GET", "/v2/info", null)).containsExactly("node=view");
    assertThat(missing("updater", "PUT", "/v2/groups/develop?force=true", "{\"apps\":[]}"))
        .allMatch(right -> right.matches("/develop/[a-z]+=delete"))
        .hasSize(1);
    // Who may not see it is told nothing.
    assertThat(missing("creator", "PUT", "/v2/apps/develop/web", "{\"instances\":3}")).isEmpty();
    assertThat(missing("blind", "PUT", "/v2/groups/develop?force=true", "{\"apps\":[]}")).isEmpty();
  }

  private List<String> missing(String user, String method, String path, String body) {
    var reply = as(user, method, path, body);
    assertThat(reply.status()).isEqualTo(403);
    var rights = new ArrayList<String>();
    reply.json().path("missing").forEach(right -> rights.add(right.asText()));
    return rights;
  }

  /** A handler that is added without a row fails here. */
  @Test
  void theTableHoldsEveryHandler() {
    var sites = sites();
    var seen = new TreeMap<String, Set<Class<?>>>();
    var routes = server.routes();
    for (var row : RouteTable.ROWS) {
      var path =
          Stream.of(filled(row.path()).split("\\?")[0].split("/"))
              .filter(segment -> !segment.isEmpty())
              .toList();
      var handler =
          routes
              .find(path)
              .orElseThrow()
              .handler(HttpMethods.lookup(row.method()).orElseThrow())
              .orElseThrow();
      var name = handler.getClass().getName();
      seen.computeIfAbsent(name.substring(0, name.indexOf("$$Lambda")), c -> new HashSet<>())
          .add(handler.getClass());
    }
    var counts = new TreeMap<String, Integer>();
    seen.forEach((type, handlers) -> counts.put(type, handlers.size()));
    assertThat(counts).isEqualTo(sites);
  }

  /** Places in the code that make a handler, by class: they pass one that they did not get. */
  private static Map<String, Integer> sites() {
    var sites = new TreeMap<String, Integer>();
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.marathon.api");
    for (var type : classes) {
      if (type.isEquivalentTo(UiRoutes.class) || type.isEquivalentTo(Resource.class)) {
        continue;
      }
      for (var call : type.getMethodCallsFromSelf()) {
        boolean takes =
            call.getTarget().getRawParameterTypes().stream().anyMatch(RouteRightsTest::handler);
        if (takes && !gets(call.getOrigin())) {
          sites.merge(type.getName(), 1, Integer::sum);
        }
      }
    }
    return sites;
  }

  private static boolean gets(JavaCodeUnit origin) {
    return origin.getRawParameterTypes().stream().anyMatch(RouteRightsTest::handler);
  }

  private static boolean handler(com.tngtech.archunit.core.domain.JavaClass type) {
    return type.isEquivalentTo(Handler.class);
  }
}
