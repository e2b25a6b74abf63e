package dev.marathon.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The description of the API as one page of HTML, without scripts and without other files. */
final class ApiPage {

  /** Allowed by its hash only. */
  static final String STYLE =
      "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
          + "color:#1d2433;background:#fff}h2{margin-top:2.5rem}summary{cursor:pointer;padding:.4rem}"
          + "details{border:1px solid #d5dae3;border-radius:6px;margin:.4rem 0}"
          + "details>div{padding:0 1rem 1rem}code{font-family:ui-monospace,monospace}"
          + "b.m{display:inline-block;width:5rem;font-family:ui-monospace,monospace}"
          + "td,th{text-align:left;vertical-align:top;padding:.15rem 1rem .15rem 0}"
          + "@media(prefers-color-scheme:dark){body{color:#dfe3ea;background:#151922}"
          + "details{border-color:#3a4254}a{color:#8ab4ff}}";

  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode api;
  private final StringBuilder html = new StringBuilder(100_000);

  private ApiPage(JsonNode api) {
    this.api = api;
  }

  static String of(JsonNode api) {
    var page = new ApiPage(api);
    page.write();
    return page.html.toString();
  }

  private void write() {
    var title = text(api.at("/info/title")) + " " + text(api.at("/info/version"));
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(title)
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(title)
        .append("</h1><p>")
        .append(text(api.at("/info/description")))
        .append("</p><p>For programs: <a href=\"/v2/openapi.yaml\">openapi.yaml</a></p>");
    for (var tag : api.path("tags")) {
      html.append("<h2>").append(text(tag.path("name"))).append("</h2><p>");
      html.append(text(tag.path("description"))).append("</p>");
      for (var path : api.path("paths").properties()) {
        for (var method : METHODS) {
          var operation = path.getValue().path(method);
          if (operation.path("tags").path(0).equals(tag.path("name"))) {
            operation(method, path.getKey(), path.getValue(), operation);
          }
        }
      }
    }
    html.append("</body></html>");
  }

  private void operation(String method, String path, JsonNode all, JsonNode operation) {
    html.append("<details><summary><b class=\"m\">")
        .append(method.toUpperCase(java.util.Locale.ROOT))
        .append("</b><code>")
        .append(escaped(path))
        .append("</code> ")
        .append(text(operation.path("summary")))
        .append("</summary><div><table>");
    all.path("parameters").forEach(this::parameter);
    operation.path("parameters").forEach(this::parameter);
    var body = operation.at("/requestBody/content/application~1json/schema/$ref");
    if (body.isTextual()) {
      row("body", text(body).replaceAll(".*/", ""), "JSON");
    }
    for (var answer : operation.path("responses").properties()) {
      row(
          escaped(answer.getKey()),
          "answer",
          text(resolved(answer.getValue()).path("description")));
    }
    html.append("</table></div></details>");
  }

  private void parameter(JsonNode reference) {
    var parameter = resolved(reference);
    row(
        "<code>" + text(parameter.path("name")) + "</code>",
        text(parameter.path("in")),
        text(parameter.path("description")));
  }

  private void row(String first, String second, String third) {
    html.append("<tr><td>").append(first).append("</td><td>").append(second);
    html.append("</td><td>").append(third).append("</td></tr>");
  }

  private JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref");
    return reference.isTextual() ? api.at(reference.asText().substring(1)) : node;
  }

  private static String text(JsonNode node) {
    return escaped(node.asText());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
