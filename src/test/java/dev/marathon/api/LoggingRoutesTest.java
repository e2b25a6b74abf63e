package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LoggingRoutesTest {

  private static final String NAME = "dev.marathon.test.chatty";

  @AutoClose private final Server server = new Server();

  private String level() {
    return server.get("/logging").json().path(NAME).asText();
  }

  private Server.Reply set(String level, String rest) {
    return server.post(
        "/logging", "{\"logger\":\"" + NAME + "\",\"level\":\"" + level + "\"" + rest + "}");
  }

  @Test
  void aLevelIsChangedForGood() {
    assertThat(server.get("/logging").json().path("ROOT").asText()).isNotEmpty();

    var changed = set("debug", "");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("level").asText()).isEqualTo("debug");
    assertThat(changed.json().path("logger").asText()).isEqualTo(NAME);
    assertThat(level()).isEqualTo("DEBUG");
    assertThat(server.get("/logging").json().path("dev.marathon.test").asText())
        .endsWith(" (inherited)");
    assertThat(server.audited).hasSize(1);
  }

  @Test
  void aLevelChangedForAWhileIsThenWhatItWasBeforeAllSuchChanges() {
    set("warn", "");
    set("trace", ",\"durationSeconds\":3600");
    assertThat(level()).isEqualTo("TRACE");
    set("error", ",\"durationSeconds\":1");
    assertThat(level()).isIn("ERROR", "WARN");
    await().untilAsserted(() -> assertThat(level()).isEqualTo("WARN"));
  }

  @Test
  void badInputNamesTheField() {
    assertThat(set("loud", "").paths()).containsExactly("/level");
    assertThat(server.post("/logging", "{\"logger\":\"a\"}").paths()).containsExactly("/level");
    assertThat(server.post("/logging", "{\"level\":\"info\"}").paths()).containsExactly("/logger");
    assertThat(server.post("/logging", "{\"level\":\"info\",\"logger\":\"a b\"}").paths())
        .containsExactly("/logger");
    for (var bad : new String[] {"0", "-1", "1.5", "\"1\"", "99999999999"}) {
      var refused = set("info", ",\"durationSeconds\":" + bad);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.paths()).containsExactly("/durationSeconds");
    }
  }
}
