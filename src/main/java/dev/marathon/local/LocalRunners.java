package dev.marathon.local;

import dev.marathon.local.agent.AgentDescription;
import dev.marathon.local.agent.AgentRoutes;
import dev.marathon.local.agent.ProcessRunner;
import dev.marathon.local.agent.SimulatedRunner;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The runners that come with the local cluster: real processes, or simulated tasks. */
record LocalRunners(Optional<Simulation> simulation) implements RunnerFactory {

  @Override
  public TaskRunner create(Place place) {
    if (simulation.isPresent()) {
      return new SimulatedRunner(place.id(), place.hostname(), simulation.get(), place.index());
    }
    var endpoint = place.ip() + ":" + place.port();
    return new ProcessRunner(
        place.workDir(),
        place.id(),
        place.hostname(),
        Map.of(
            "LIBPROCESS_IP",
            place.ip(),
            "MESOS_AGENT_ENDPOINT",
            endpoint,
            "MESOS_SLAVE_PID",
            "slave(1)@" + endpoint));
  }

  @Override
  public Optional<AgentEndpoints> endpoints(
      Place place, TaskRunner runner, Surroundings surroundings) {
    var description =
        new AgentDescription(
            place.hostname(),
            place.ip(),
            place.port(),
            surroundings.master(),
            surroundings.resources(),
            surroundings.attributes(),
            Instant.now());
    return runner instanceof ProcessRunner processes
        ? Optional.of(
            new AgentRoutes(
                description, processes, surroundings.materializer(), surroundings.blocking()))
        : Optional.empty();
  }
}
