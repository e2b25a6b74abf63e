package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class V2GroupsTest {

  private Server server;

  @BeforeEach
  void start() {
    server = new Server();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theNameInTheUrlOfANewGroupFollowsTheRulesOfIds() {
    var put = server.put("/v2/groups/BadName", "{}");
    assertThat(put.status()).isEqualTo(422);
    assertThat(put.paths()).containsExactly("/id");
    var inside = server.post("/v2/groups/Bad_Name", "{\"id\":\"fine\"}");
    assertThat(inside.status()).isEqualTo(422);
    assertThat(inside.paths()).containsExactly("/id");

    assertThat(server.get("/v2/groups").json().path("groups")).isEmpty();
    assertThat(server.put("/v2/groups/fine/name", "{}").status()).isEqualTo(200);
  }
}
