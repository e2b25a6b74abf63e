package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Fills in the defaults that depend on other fields of a body: networks, ports, the container that
 * a network needs, and the strategies of apps with disks. Works in place on the canonical form.
 * Defaults of single fields are the readers' work.
 */
final class AppDefaults {

  private static final String DEFAULT_PORT = "default";

  private final ObjectNode app;
  private final SpecSettings settings;

  private AppDefaults(ObjectNode app, SpecSettings settings) {
    this.app = app;
    this.settings = settings;
  }

  /**
   * @param app changed in place
   */
  static void apply(ObjectNode app, SpecSettings settings) {
    var defaults = new AppDefaults(app, settings);
    defaults.networks();
    if (defaults.host()) {
      defaults.definitions();
    } else {
      defaults.mappings();
      app.put("requirePorts", false);
    }
    defaults.checks();
    defaults.strategies();
  }

  private void networks() {
    if (Json.size(app, "networks") == 0) {
      app.putArray("networks").addObject().put("mode", "host");
    }
    for (var network : app.path("networks")) {
      if (mode(network).equals("container") && !network.has("name")) {
        settings.defaultNetworkName().ifPresent(name -> ((ObjectNode) network).put("name", name));
      }
    }
  }

  private boolean host() {
    return mode(app.path("networks").path(0)).equals("host");
  }

  static String mode(JsonNode network) {
    return network.path("mode").asText("container");
  }

  private void definitions() {
    if (!app.has("portDefinitions")) {
      app.putArray("portDefinitions").addObject().put("port", 0).put("name", DEFAULT_PORT);
    }
    if (app.path("container") instanceof ObjectNode container
        && Json.size(container, "portMappings") == 0) {
      container.remove("portMappings");
    }
  }

  private void mappings() {
    int wanted = Json.size(app, "portDefinitions");
    app.remove("portDefinitions");
    if (!app.has("container")) {
      app.putObject("container").put("type", "MESOS");
    }
    var container = (ObjectNode) app.get("container");
    if (!container.has("portMappings")) {
      container.putArray("portMappings").addObject().put("name", DEFAULT_PORT);
    }
    var mappings = (ArrayNode) container.get("portMappings");
    while (mappings.size() < wanted) {
      mappings.addObject();
    }
    if (mode(app.path("networks").path(0)).equals("container/bridge")) {
      for (var mapping : mappings) {
        if (!mapping.has("hostPort")) {
          ((ObjectNode) mapping).put("hostPort", 0);
        }
      }
    }
  }

  private void checks() {
    boolean ports =
        Json.size(app, "portDefinitions") + Json.size(app.path("container"), "portMappings") > 0;
    for (var check : app.path("healthChecks")) {
      if (ports && !check.path("protocol").asText().equals("COMMAND")) {
        firstPort(check);
      }
    }
    for (String kind : List.of("http", "tcp")) {
      if (ports && app.path("check").has(kind)) {
        firstPort(app.path("check").path(kind));
      }
    }
  }

  private static void firstPort(JsonNode check) {
    if (!check.has("port") && !check.has("portIndex")) {
      ((ObjectNode) check).put("portIndex", 0);
    }
  }

  private void strategies() {
    var volumes = app.path("container").path("volumes");
    boolean persistent = has(volumes, "persistent");
    if (persistent && !app.has("residency")) {
      app.putObject("residency");
    }
    if (!app.has("upgradeStrategy")) {
      boolean disks = persistent || has(volumes, "external");
      app.putObject("upgradeStrategy")
          .put("minimumHealthCapacity", disks ? 0.5 : 1.0)
          .put("maximumOverCapacity", disks ? 0.0 : 1.0);
    }
    if (!app.has("unreachableStrategy")) {
      if (app.has("residency")) {
        app.put("unreachableStrategy", "disabled");
      } else {
        app.putObject("unreachableStrategy");
      }
    }
  }

  private static boolean has(JsonNode volumes, String kind) {
    for (var volume : volumes) {
      if (volume.has(kind)) {
        return true;
      }
    }
    return false;
  }
}
