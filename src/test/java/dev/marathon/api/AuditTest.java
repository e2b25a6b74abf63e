package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.audit.AuditEntry;
import dev.marathon.base.Cause;
import dev.marathon.security.PasswordHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  @TempDir Path directory;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    var users = directory.resolve("users");
    Files.writeString(
        users,
        String.join(
            "\n",
            PasswordHash.line("admin", "pw".toCharArray(), "/=all node=all", 4),
            PasswordHash.line("dev", "pw".toCharArray(), "/dev=view", 4),
            PasswordHash.line("nobody", "pw".toCharArray(), "/else=delete", 4)));
    server = Server.ofUsers(users);
    entry(1, "admin", "/dev/a");
    entry(2, "dev", "/dev/a", "/dev/b");
    entry(3, "admin", "/develop/a", "/dev/a");
    entry(4, "admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void entry(int second, String user, String... apps) {
    var fields = JsonNodeFactory.instance.objectNode();
    var list = fields.putArray("apps");
    for (var app : apps) {
      list.addObject().put("id", app);
    }
    server.audited.add(
        AuditEntry.of("change", Instant.ofEpochSecond(second), Cause.internal(user), fields));
  }

  private Server.Reply as(String user, String method, String path, String body, String... more) {
    var token = Base64.getEncoder().encodeToString((user + ":pw").getBytes(StandardCharsets.UTF_8));
    var headers = new ArrayList<>(List.of("Authorization", "Basic " + token));
    if (body != null) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    headers.addAll(List.of(more));
    return server.send(method, path, body, headers.toArray(String[]::new));
  }

  private List<Long> ids(String user, String query) {
    var reply = as(user, "GET", "/v2/audit" + query, null);
    assertThat(reply.status()).isEqualTo(200);
    var ids = new ArrayList<Long>();
    reply.json().path("entries").forEach((JsonNode entry) -> ids.add(entry.path("id").asLong()));
    return ids;
  }

  @Test
  void entriesComeNewestFirstAndCanBeChosen() {
    assertThat(ids("admin", "")).containsExactly(4L, 3L, 2L, 1L);
    assertThat(ids("admin", "?app=/dev/a")).containsExactly(3L, 2L, 1L);
    assertThat(ids("admin", "?app=dev/b")).containsExactly(2L);
    assertThat(ids("admin", "?user=dev")).containsExactly(2L);
    assertThat(ids("admin", "?since=1970-01-01T00:00:03Z")).containsExactly(4L, 3L);
    assertThat(ids("admin", "?limit=1&before=4")).containsExactly(3L);
  }

  @Test
  void anEntryIsSeenByWhoMaySeeAllOfIt() {
    assertThat(ids("dev", "")).containsExactly(2L, 1L);
    assertThat(as("nobody", "GET", "/v2/audit", null).status()).isEqualTo(403);
  }

  @Test
  void wrongParametersAreNamed() {
    for (var query : List.of("limit=0", "limit=x", "limit=5000", "before=0", "since=yesterday")) {
      var reply = as("admin", "GET", "/v2/audit?" + query, null);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.text()).contains(query.split("=")[0]);
    }
  }

  @Test
  void killsAndDelaysAreWrittenDownWithTheReasonThatTheClientGave() {
    var created =
        as("admin", "POST", "/v2/apps", "{\"id\":\"/x\",\"cmd\":\"sleep 5\",\"instances\":1}");
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    server.world.runs();
    var killed = as("admin", "DELETE", "/v2/apps/x/tasks", null, "X-Marathon-Reason", "stuck");
    assertThat(killed.status()).as(killed.text()).isEqualTo(200);
    assertThat(killed.json().path("tasks")).hasSize(1);
    var entry = server.audited.get(server.audited.size() - 1).data();
    assertThat(entry.path("action").asText()).isEqualTo("kill");
    assertThat(entry.path("user").asText()).isEqualTo("admin");
    assertThat(entry.path("clientIp").asText()).isEqualTo("127.0.0.1");
    assertThat(entry.path("reason").asText()).isEqualTo("stuck");
    assertThat(entry.at("/apps/0/id").asText()).isEqualTo("/x");
    assertThat(entry.path("instances")).hasSize(1);
  }
}
