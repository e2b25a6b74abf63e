package dev.marathon.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which networks go together, and which ports go with which network. */
final class NetworkRules {

  private static final String NETWORKS = "/networks";
  private static final String DEFINITIONS = "/portDefinitions";
  private static final String MAPPINGS = "/container/portMappings";

  private final AppDefinition app;
  private final Violations found;

  private NetworkRules(AppDefinition app, Violations found) {
    this.app = app;
    this.found = found;
  }

  static void check(AppDefinition app, Violations found) {
    var rules = new NetworkRules(app, found);
    rules.networks();
    if (found.none(NETWORKS)) {
      rules.definitions();
      rules.mappings();
    }
  }

  private void networks() {
    var networks = app.networks();
    long own = count(Network.Mode.CONTAINER);
    found.require(
        networks.size() == 1 || own == networks.size(),
        NETWORKS,
        "must be one host network, one bridge network or any number of container networks");
    for (var network : networks) {
      boolean container = network.mode() == Network.Mode.CONTAINER;
      found.require(
          container || network.name().isEmpty(),
          NETWORKS,
          "a network of mode " + network.mode().json() + " takes no name");
      found.require(
          network.mode() != Network.Mode.HOST || network.labels().isEmpty(),
          NETWORKS,
          "a network of mode host takes no labels");
      found.require(
          !container || network.name().isPresent(),
          NETWORKS,
          "a network of mode container needs a name, for there is no --default_network_name");
    }
    found.require(unique(networks.stream().map(Network::name)), NETWORKS, "names must be unique");
    found.require(
        own <= 1 || app.container().map(c -> c.type() != Container.Type.DOCKER).orElse(true),
        "/",
        "a container of type DOCKER joins one of 'networks' only");
  }

  private long count(Network.Mode mode) {
    return app.networks().stream().filter(network -> network.mode() == mode).count();
  }

  private void definitions() {
    var definitions = app.portDefinitions().orElse(List.of());
    found.require(
        unique(definitions.stream().map(PortDefinition::name)),
        DEFINITIONS,
        "names must be unique");
    found.require(
        unique(
            definitions.stream()
                .map(port -> Optional.of(port.port()).filter(number -> number != 0))),
        DEFINITIONS,
        "ports must be unique");
  }

  private void mappings() {
    var mappings = app.container().flatMap(Container::portMappings).orElse(List.of());
    found.require(
        !app.hostMode() || mappings.isEmpty(),
        MAPPINGS,
        "do not go with the host network: use 'portDefinitions'");
    found.require(
        unique(mappings.stream().map(PortMapping::name)), MAPPINGS, "names must be unique");
    var declared = app.networks().stream().flatMap(network -> network.name().stream()).toList();
    for (int i = 0; i < mappings.size(); i++) {
      var mapping = mappings.get(i);
      String path = MAPPINGS + "(" + i + ")";
      for (int n = 0; n < mapping.networkNames().size(); n++) {
        found.require(
            declared.contains(mapping.networkNames().get(n)),
            path + "/networkNames(" + n + ")",
            "must be the name of one of the app's networks: " + String.join(", ", declared));
      }
      found.require(
          count(Network.Mode.CONTAINER) <= 1
              || mapping.hostPort().isEmpty()
              || mapping.networkNames().size() == 1,
          path,
          "with several networks a mapping with a hostPort must name exactly one in networkNames");
    }
  }

  private static <T> boolean unique(Stream<Optional<T>> values) {
    var seen = new HashSet<T>();
    return values.flatMap(Optional::stream).allMatch(seen::add);
  }
}
