package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;

/**
 * Rules about fields of older releases that {@link Translation} still understands: where one may
 * stand beside its successor, and where it never worked. Checked on the body as it was sent.
 */
final class DeprecatedRules {

  private static final String WHOLE = "/";

  private DeprecatedRules() {}

  static void check(JsonNode app, Violations found) {
    docker(app.path("container"), found);
    networks(app, found);
    ports(app, found);
    uris(app, found);
  }

  private static void uris(JsonNode app, Violations found) {
    found.require(
        Json.size(app, "uris") == 0 || Json.size(app, "fetch") == 0,
        "/uris",
        "cannot be combined with 'fetch': list every URI in 'fetch'");
    var uris = Json.strings(app, "uris");
    for (int i = 0; i < uris.size(); i++) {
      found.require(AppRules.validUri(uris.get(i)), "/uris(" + i + ")", "is not a valid URI");
    }
  }

  private static void docker(JsonNode container, Violations found) {
    var docker = container.path("docker");
    String path = "/container/docker";
    found.require(
        !docker.has("credential"),
        path + "/credential",
        "is not supported: name a secret in 'pullConfig'");
    found.require(
        !docker.path("network").asText().equals("NONE"),
        path + "/network",
        "NONE is not supported: choose HOST, BRIDGE or USER");
    found.require(
        Json.size(docker, "portMappings") == 0 || !container.has("portMappings"),
        path + "/portMappings",
        "cannot be combined with 'container.portMappings': use only the latter");
    if (mesos(container)) {
      String only = "is for containers of type DOCKER only";
      found.require(!docker.has("network"), path + "/network", only);
      found.require(Json.size(docker, "parameters") == 0, path + "/parameters", only);
      found.require(Json.size(docker, "portMappings") == 0, path + "/portMappings", only);
    }
  }

  private static void networks(JsonNode app, Violations found) {
    boolean networks = Json.size(app, "networks") > 0;
    found.require(
        !networks || !app.path("container").path("docker").has("network"),
        WHOLE,
        "'container.docker.network' and 'networks' cannot be combined: use only the latter");
    found.require(
        !networks || !app.has("ipAddress"),
        WHOLE,
        "'ipAddress' and 'networks' cannot be combined: use only the latter");
    found.require(
        !app.path("ipAddress").has("discovery")
            || !app.has("container")
            || mesos(app.path("container")),
        "/ipAddress",
        "'discovery' is for containers of type MESOS only: use 'container.portMappings'");
    found.require(
        Json.size(app.path("ipAddress").path("discovery"), "ports") == 0
            || !app.path("container").has("portMappings"),
        WHOLE,
        "'ipAddress.discovery.ports' and 'container.portMappings' cannot be combined: use only the"
            + " latter");
    found.require(
        !app.has("ipAddress") || Json.size(app, "ports") + Json.size(app, "portDefinitions") == 0,
        WHOLE,
        "'ipAddress' cannot be combined with 'ports' or 'portDefinitions': use"
            + " 'container.portMappings'");
  }

  private static void ports(JsonNode app, Violations found) {
    var ports = Json.list(app, "ports", JsonNode::asInt);
    var fixed = ports.stream().filter(port -> port != 0).toList();
    found.require(
        new HashSet<>(fixed).size() == fixed.size(), WHOLE, "'ports' must not name a port twice");
    if (app.has("ports") && app.has("portDefinitions")) {
      List<Integer> defined =
          Json.list(app, "portDefinitions", definition -> Json.integer(definition, "port", 0));
      found.require(
          ports.equals(defined),
          WHOLE,
          "'ports' and 'portDefinitions' name different ports: use only the latter");
    }
  }

  private static boolean mesos(JsonNode container) {
    return container.path("type").asText().equals("MESOS");
  }
}
