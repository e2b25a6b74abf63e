package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.marathon.metrics.MetricsReport;
import dev.marathon.testing.QuickMetrics;
import java.util.Map;
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

  @Test
  void bytesOfCompressedAnswersAreCounted() {
    var report = QuickMetrics.start();
    try (var server = new Server()) {
      var before = gzipped(report);
      var answer = server.get("/v2/openapi.yaml", "Accept-Encoding", "gzip");
      assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
      await().untilAsserted(() -> assertThat(gzipped(report)).isGreaterThan(before));
    }
  }

  private static long gzipped(MetricsReport report) {
    var counters = (Map<?, ?>) report.json().get("counters");
    var counted = (Map<?, ?>) counters.get("marathon.http.responses.size.gzipped.counter.bytes");
    return counted == null ? 0 : (Long) counted.get("count");
  }

  @Test
  void settingsAndHelpAreFoundWhereTheOriginalHasThem() {
    try (var server = new Server()) {
      assertThat(server.get("/config").json().path("marathon").asText()).isEqualTo("as it is set");
      var help = server.get("/help", "Accept", "text/html");
      assertThat(help.status()).isEqualTo(302);
      assertThat(help.header("Location")).isEqualTo("/v2/openapi");
    }
  }

  @Test
  void podsAreNotThereAndTheAnswerSaysWhy() {
    try (var server = new Server()) {
      for (var path : new String[] {"/v2/pods//a/b", "/v2/pods//a/b::status"}) {
        var unknown = server.get(path);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.message()).isEqualTo("Pod '/a/b' does not exist");
      }
      for (var path : new String[] {"/v2/pods", "/v2/pods/::status"}) {
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.get(path).message()).contains("pods are not supported");
      }
      assertThat(server.send("HEAD", "/v2/pods", null).status()).isEqualTo(404);
      var put = server.put("/v2/pods//a/b", "{\"id\":\"/a/b\"}");
      assertThat(put.status()).isEqualTo(404);
      assertThat(put.message()).contains("pods are not supported");
    }
  }
}
