package dev.marathon.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Rewrites fields of older releases to those of the present one: {@code uris} to {@code fetch},
 * {@code ports} to {@code portDefinitions}, {@code container.docker.network} and {@code ipAddress}
 * to {@code networks}, {@code container.docker.portMappings} and {@code ipAddress.discovery} to
 * {@code container.portMappings}. Works on whole bodies and on fragments, in place.
 */
final class Translation {

  private static final List<String> ARCHIVES =
      List.of(".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".gz", ".tgz", ".tbz2", ".txz", ".zip");

  private final ObjectNode app;
  private final String bridgeName;
  private final boolean oldNetwork;

  private Translation(ObjectNode app, String bridgeName) {
    this.app = app;
    this.bridgeName = bridgeName;
    this.oldNetwork = app.has("ipAddress") || app.path("container").path("docker").has("network");
  }

  /**
   * @param app changed in place
   */
  static void apply(ObjectNode app, String bridgeName) {
    var translation = new Translation(app, bridgeName);
    translation.uris();
    translation.networks();
    translation.mappings();
    translation.ports();
    app.remove(List.of("uris", "ports", "ipAddress"));
    if (app.path("container").path("docker") instanceof ObjectNode docker) {
      docker.remove(List.of("network", "portMappings", "credential"));
    }
  }

  /** What the API of that time did with a URI: download it, and unpack it if it is an archive. */
  static ObjectNode artifact(String uri) {
    return Json.object().put("uri", uri).put("extract", ARCHIVES.stream().anyMatch(uri::endsWith));
  }

  private void uris() {
    if (app.has("uris") && Json.size(app, "fetch") == 0) {
      var fetch = app.putArray("fetch");
      app.path("uris").forEach(uri -> fetch.add(artifact(uri.asText())));
    }
  }

  private void networks() {
    if (!oldNetwork) {
      return;
    }
    var address = app.path("ipAddress");
    String name = address.path("networkName").asText();
    String docker = app.path("container").path("docker").path("network").asText();
    var network = Json.object();
    if (docker.equals("HOST")) {
      network.put("mode", "host");
    } else if (docker.equals("BRIDGE") || (docker.isEmpty() && name.equals(bridgeName))) {
      network.put("mode", "container/bridge");
    } else {
      network.put("mode", "container");
      if (!name.isEmpty()) {
        network.put("name", name);
      }
      if (address.has("labels")) {
        network.set("labels", address.get("labels"));
      }
    }
    app.putArray("networks").add(network);
  }

  private void mappings() {
    var container = app.path("container");
    if (container instanceof ObjectNode object
        && container.path("docker").has("portMappings")
        && !container.has("portMappings")) {
      object.set("portMappings", container.path("docker").get("portMappings"));
    }
    var discovery = app.path("ipAddress").path("discovery").path("ports");
    if (!discovery.isEmpty()) {
      var mappings = mesosContainer().putArray("portMappings");
      for (var port : discovery) {
        ObjectNode mapping = port.deepCopy();
        mapping.remove("number");
        mapping.put("containerPort", port.path("number").asInt());
        mappings.add(mapping);
      }
    }
  }

  private void ports() {
    if (app.has("ports") && !app.has("portDefinitions")) {
      var definitions = app.putArray("portDefinitions");
      app.path("ports").forEach(port -> definitions.addObject().put("port", port.asInt()));
    }
  }

  private ObjectNode mesosContainer() {
    return app.path("container") instanceof ObjectNode container
        ? container
        : app.putObject("container").put("type", "MESOS");
  }
}
