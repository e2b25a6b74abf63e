package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads bodies of the v1 API and translates them to definitions of apps directly below the root:
 * {@code id}, {@code cmd}, {@code env}, {@code instances} (0 if absent), {@code cpus}, {@code mem},
 * {@code disk}, {@code uris}, {@code ports}, {@code constraints}, {@code executor}, {@code
 * container}, {@code healthChecks} and {@code taskRateLimit}, whose successor is the back-off.
 * Unknown fields are ignored, but fields that only v2 has are refused: the app would not run as its
 * author believes. Paths of violations are those of the v1 body; see {@link V1Error}.
 */
public final class V1AppParser {

  private static final String ID_PATTERN = "^[A-Za-z0-9_.-]+$";
  private static final Set<String> FIELDS =
      Set.of(
          "cmd",
          "env",
          "instances",
          "cpus",
          "mem",
          "disk",
          "uris",
          "ports",
          "constraints",
          "executor",
          "container",
          "healthChecks",
          "version");

  private final JsonNode body;
  private final ObjectNode app = Json.object();
  private final Violations found = new Violations();
  private final V1Reader reader;

  private V1AppParser(JsonNode body) {
    this.body = Json.withoutNulls(body);
    this.reader = new V1Reader(this.body, app, "", found);
  }

  /** Body of {@code POST /v1/apps/start}. */
  public static Parsed<AppDefinition> parse(JsonNode body, SpecContext context) {
    var parser = new V1AppParser(body);
    parser.id();
    if (parser.body.isObject()) {
      parser.translate();
    }
    if (!parser.found.none()) {
      return Parsed.notValid(parser.found);
    }
    AppShapes.FULL.check(parser.app, "", parser.found);
    return parser.found.none()
        ? AppParser.canonical(parser.app, GroupId.ROOT, context, parser.found)
        : Parsed.notValid(parser.found);
  }

  /**
   * Body of {@code POST /v1/apps/stop}, of which only the id matters. Apps that v2 made in groups
   * can be stopped and scaled too, by the path that v1 shows as their id.
   */
  public static Parsed<AppId> parseId(JsonNode body) {
    var parser = new V1AppParser(body);
    String id = parser.idText();
    if (id.contains("/") && Ids.isLegacyPath(id)) {
      String path = Ids.resolve(id, GroupId.ROOT);
      parser.found.require(!path.equals("/"), "/id", "may not be empty");
      parser.app.put("id", path);
    } else {
      parser.id();
    }
    return parser.found.none()
        ? new Parsed.Valid<>(new AppId(Ids.resolve(parser.app.path("id").asText(), GroupId.ROOT)))
        : Parsed.notValid(parser.found);
  }

  /** Which app is to have how many instances. */
  public record Scale(AppId id, int instances) {}

  /**
   * Body of {@code POST /v1/apps/scale}. A missing count is refused; in the original it meant 0 and
   * ended every task.
   */
  public static Parsed<Scale> parseScale(JsonNode body, SpecSettings settings) {
    return parseId(body)
        .then(
            id -> {
              var parser = new V1AppParser(body);
              parser.instances();
              var count = parser.app.path("instances");
              parser.found.require(
                  count.isNumber() || !parser.found.none(), "/instances", "may not be empty");
              Shape.integer(0, settings.maxInstances()).check(count, "/instances", parser.found);
              return parser.found.none()
                  ? new Parsed.Valid<>(new Scale(id, count.asInt()))
                  : Parsed.notValid(parser.found);
            });
  }

  private String idText() {
    return body.path("id").isValueNode() ? body.path("id").asText() : "";
  }

  private void id() {
    String id = idText();
    if (id.isEmpty()) {
      found.add("/id", "may not be empty");
    } else if (!Ids.legacy(id)) {
      found.add("/id", "must match \"" + ID_PATTERN + "\"");
    } else if (id.equals(".") || id.equals("..") || Ids.isReserved(id)) {
      found.add("/id", "is a reserved word");
    } else {
      found.require(id.length() < Ids.MAX_LENGTH, "/id", "is too long");
    }
    app.put("id", id);
  }

  private void instances() {
    reader.number("instances");
    found.require(
        app.path("instances").asDouble(0) >= 0, "/instances", "must be greater than or equal to 0");
  }

  private void translate() {
    app.put("instances", 0);
    instances();
    reader.text("cmd");
    reader.text("executor");
    reader.number("cpus");
    reader.number("mem");
    reader.number("disk");
    env();
    lists();
    healthChecks();
    V1Container.translate(body, app, found);
    rate();
    found.require(app.has("cmd") || app.has("container"), "/cmd", "may not be empty");
    for (String name : AppShapes.NAMES) {
      found.require(
          FIELDS.contains(name) || !body.has(name),
          "/" + name,
          "is a field of the v2 API: post this app to /v2/apps");
    }
  }

  private void env() {
    var env = body.path("env");
    found.require(env.isMissingNode() || env.isObject(), "/env", "must be an object");
    var variables = app.putObject("env");
    for (var entry : env.properties()) {
      reader
          .text(entry.getValue(), "/env/" + entry.getKey())
          .ifPresent(text -> variables.put(entry.getKey(), text));
    }
  }

  private void lists() {
    var fetch = app.putArray("fetch");
    for (var uri : reader.items("uris")) {
      reader.text(uri, "/uris").map(Translation::artifact).ifPresent(fetch::add);
    }
    var ports = app.putArray("portDefinitions");
    if (body.has("ports")) {
      for (var port : reader.items("ports")) {
        reader
            .number(port, "/ports")
            .ifPresent(number -> V1Reader.put(ports.addObject(), "port", number));
      }
    } else {
      ports.addObject().put("port", 0);
    }
    var constraints = app.putArray("constraints");
    for (var constraint : reader.items("constraints")) {
      var fields = constraints.addArray();
      constraint(constraint).forEach(fields::add);
    }
  }

  /** An absent value may be written as null or as an empty string. */
  private List<String> constraint(JsonNode json) {
    var fields = new ArrayList<String>();
    json.forEach(field -> fields.add(field.isNull() ? "" : field.asText()));
    if (fields.size() == 3 && fields.get(2).isEmpty()) {
      fields.remove(2);
    }
    return fields;
  }

  private void healthChecks() {
    var checks = app.putArray("healthChecks");
    for (var json : reader.items("healthChecks")) {
      var check = checks.addObject();
      check.put("protocol", "HTTP").put("portIndex", 0);
      check.put("gracePeriodSeconds", 15).put("intervalSeconds", 10);
      var inner = new V1Reader(json, check, "/healthChecks(" + (checks.size() - 1) + ")", found);
      inner.text("protocol");
      if (!check.path("protocol").asText().equals("TCP")) {
        check.put("path", "/");
        inner.text("path");
      }
      inner.number("portIndex");
      inner.number("gracePeriodSeconds");
      inner.number("intervalSeconds");
      inner.number("timeoutSeconds");
      inner.number("maxConsecutiveFailures");
    }
  }

  /**
   * At most so many replacements per second: the back-off after a failure keeps that bound when its
   * first delay is the reciprocal. Rates above one are kept by the default of one second.
   */
  private void rate() {
    reader
        .number(body.path("taskRateLimit"), "/taskRateLimit")
        .ifPresent(
            rate -> {
              double seconds = Math.ceil(1 / rate.doubleValue());
              if (seconds >= 1 && seconds <= 1e6) {
                app.put("backoffSeconds", (int) seconds);
                app.put("maxLaunchDelaySeconds", Math.max(300, (int) seconds));
              } else {
                found.add("/taskRateLimit", "must be between 0.000001 and any finite number");
              }
            });
  }
}
