package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpMethods;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the API against the routes, in both directions. */
class OpenApiTest {

  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final JsonNode API = OpenApiRoutes.document();

  private static final String TASK =
      "develop_web.instance-11110000-0000-0000-0000-000000000001._app.1";

  /** Ids of apps and groups hold slashes. */
  private static Pattern pattern(String template) {
    return Pattern.compile(
        template.replaceAll("\\{(appId|groupId)}", ".+").replaceAll("\\{\\w+}", "[^/]+"));
  }

  @Test
  void everyRouteIsDescribed() {
    for (var row : RouteTable.ROWS) {
      var path = row.path().replaceAll("\\?.*", "");
      var method = row.method().toLowerCase(Locale.ROOT);
      assertThat(API.path("paths").properties())
          .as(row.toString())
          .anyMatch(
              described ->
                  pattern(described.getKey()).matcher(path).matches()
                      && described.getValue().has(method));
    }
  }

  @Test
  void everythingDescribedIsARoute() {
    try (var server = new Server()) {
      var routes = server.routes();
      for (var path : API.path("paths").properties()) {
        var concrete =
            path.getKey()
                .replaceAll("\\{(appId|groupId)}", "develop/web")
                .replaceAll("\\{version}", "2026-11-25T12:00:00.000Z")
                .replaceAll("\\{taskId}", TASK)
                .replaceAll("\\{\\w+}", "x");
        var segments = Stream.of(concrete.split("/")).filter(part -> !part.isEmpty()).toList();
        var resource = routes.find(segments);
        assertThat(resource).as(path.getKey()).isPresent();
        for (var method : METHODS) {
          if (path.getValue().has(method)) {
            var name = HttpMethods.lookup(method.toUpperCase(Locale.ROOT)).orElseThrow();
            assertThat(resource.get().handler(name)).as(method + " " + path.getKey()).isPresent();
          }
        }
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryOperationHasItsOwnName() {
    for (var reference : API.findValues("$ref")) {
      var target = API.at(reference.asText().substring(1));
      assertThat(target.isMissingNode()).as(reference.asText()).isFalse();
    }
    var ids = API.findValuesAsText("operationId");
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    for (Map.Entry<String, JsonNode> path : API.path("paths").properties()) {
      for (var method : METHODS) {
        if (path.getValue().has(method)) {
          assertThat(path.getValue().path(method).path("responses")).isNotEmpty();
        }
      }
    }
  }

  @Test
  void theDocumentAndItsPageAreServed() {
    try (var server = new Server()) {
      var yaml = server.get("/v2/openapi.yaml");
      assertThat(yaml.status()).isEqualTo(200);
      assertThat(yaml.header("Content-Type")).startsWith("application/yaml");
      assertThat(yaml.text()).contains("openapi: 3.1.0");
      var page = server.get("/v2/openapi", "Accept", "text/html");
      assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=UTF-8");
      assertThat(page.header("Content-Security-Policy")).contains("'sha256-");
      assertThat(page.text())
          .contains("<code>/v2/apps/{appId}/versions/{version}</code>", "X-Marathon-Reason")
          .doesNotContain("<script", "http://", "https://");
    }
  }
}
