package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V2GroupsTest {

  @AutoClose private final Server server = new Server();

  @Test
  void theNameInTheUrlOfANewGroupFollowsTheRulesOfIds() {
    var put = server.put("/v2/groups/BadName", "{}");
    assertThat(put.status()).isEqualTo(422);
    assertThat(put.paths()).containsExactly("/");
    var inside = server.post("/v2/groups/Bad_Name", "{\"id\":\"fine\"}");
    assertThat(inside.status()).isEqualTo(422);
    assertThat(inside.paths()).containsExactly("/");
    for (var reserved : new String[] {"restart", "tasks", "versions"}) {
      var body = server.post("/v2/groups", "{\"id\":\"/a/" + reserved + "\"}");
      assertThat(body.status()).isEqualTo(422);
      assertThat(body.paths()).containsExactly("/");
    }

    assertThat(server.get("/v2/groups").json().path("groups")).isEmpty();
    assertThat(server.put("/v2/groups/fine/name", "{}").status()).isEqualTo(200);
  }

  @Test
  void aGroupMayBeCalledLikeTheListOfItsApps() {
    assertThat(server.post("/v2/groups", "{\"id\":\"/team/apps\"}").status()).isEqualTo(201);
    assertThat(server.get("/v2/groups/team/apps").json()).isEmpty();
    var put =
        server.put(
            "/v2/groups/team/apps",
            "{\"apps\":[{\"id\":\"x\",\"cmd\":\"sleep 9\",\"instances\":0}]}");
    assertThat(put.status()).isEqualTo(200);
    assertThat(server.get("/v2/groups/team/apps").json().path(0).path("id").asText())
        .isEqualTo("/team/apps/x");
    assertThat(server.delete("/v2/groups/team/apps?force=true").status()).isEqualTo(200);
    assertThat(server.get("/v2/groups/team").json().path("groups")).isEmpty();
  }

  @Test
  void onlyTopLevelGroupsEnforceARole() {
    assertThat(server.post("/v2/groups", "{\"id\":\"/a/b\"}").status()).isEqualTo(201);
    var refused = server.patch("/v2/groups/a/b", "{\"enforceRole\":true}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.paths()).containsExactly("/");
  }
}
