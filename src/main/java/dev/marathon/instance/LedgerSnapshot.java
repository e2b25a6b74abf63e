package dev.marathon.instance;

import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;

/**
 * Stored form of a ledger: everything that repeats is held once, an instance is one short line (see
 * {@link InstanceLine}), and what can be counted again is left out.
 *
 * @param words texts that instances refer to by their place
 * @param agents agents that instances refer to by their place
 */
record LedgerSnapshot(List<String> words, List<Agent> agents, List<App> apps) {

  /** The part of a placement that instances on one agent share. */
  record Agent(
      String id,
      String host,
      Optional<String> region,
      Optional<String> zone,
      Map<String, String> attributes) {}

  record App(Target target, List<Configuration> configurations, Optional<Failure> lastFailure) {}

  /**
   * @param definition absent if it is the target's, as for all but old configurations
   */
  record Configuration(
      Optional<AppDefinition> definition, Optional<Backoff> backoff, List<String> instances) {

    AppDefinition definition(Target target) {
      return definition.orElse(target.definition());
    }
  }

  static LedgerSnapshot of(LedgerState state) {
    var line = new InstanceLine();
    var apps = new ArrayList<App>();
    for (var app : state.apps().values()) {
      var configurations = new ArrayList<Configuration>();
      for (var generation : app.generations().values()) {
        configurations.add(
            new Configuration(
                Optional.of(generation.definition())
                    .filter(definition -> !definition.equals(app.target().definition())),
                generation.backoff(),
                generation.instances().values().stream().map(line::write).toList()));
      }
      apps.add(new App(app.target(), configurations, app.lastFailure()));
    }
    return new LedgerSnapshot(line.words(), line.agents(), apps);
  }

  LedgerState state() {
    var line = new InstanceLine(words, agents);
    var state = LedgerState.EMPTY;
    for (var app : apps) {
      var id = app.target.definition().id();
      var ledger = new AppLedger(app.target, HashTreePMap.empty(), app.lastFailure);
      state = state.withTarget(app.target).with(id, generations(ledger, app.configurations));
      for (var configuration : app.configurations) {
        var version = Target.configVersion(configuration.definition(app.target));
        for (var text : configuration.instances) {
          state = state.put(line.read(text, id, version));
        }
      }
    }
    return state;
  }

  private static AppLedger generations(AppLedger app, List<Configuration> configurations) {
    var generations = app.generations();
    for (var configuration : configurations) {
      var generation =
          Generation.empty(configuration.definition(app.target()), app.target().order())
              .withBackoff(configuration.backoff);
      generations = generations.plus(generation.configVersion(), generation);
    }
    return new AppLedger(app.target(), generations, app.lastFailure());
  }
}
