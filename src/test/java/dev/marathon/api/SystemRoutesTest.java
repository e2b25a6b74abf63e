package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemRoutesTest {

  @Test
  void pingAnswersInTheKindThatIsAskedFor() {
    try (var server = new Server()) {
      var text = server.get("/ping");
      assertThat(text.text()).isEqualTo("pong");
      assertThat(text.header("Content-Type")).startsWith("text/plain");
      var html = server.get("/ping", "Accept", "text/html");
      assertThat(html.text()).isEqualTo("pong");
      assertThat(html.header("Content-Type")).startsWith("text/html");
      var json = server.get("/ping", "Accept", "application/json");
      assertThat(json.json().asText()).isEqualTo("pong");
      assertThat(json.header("Content-Type")).isEqualTo("application/json");
      assertThat(server.get("/ping", "Accept", "image/png").status()).isEqualTo(204);
    }
  }
}
