package dev.marathon.local.agent;

import dev.marathon.local.RunnerFactory;
import dev.marathon.local.Simulation;
import java.util.Map;

/** Makes the agents of a local cluster. */
public final class Runners {

  private Runners() {}

  /** Agents that run tasks as processes of this machine. */
  public static RunnerFactory processes(AgentLimits limits) {
    return place ->
        new ProcessRunner(
            place.workDir(), place.id(), place.hostname(), environment(place), limits);
  }

  /** Agents that only pretend. */
  public static RunnerFactory simulated(Simulation options) {
    return place -> new SimulatedRunner(place.id(), place.hostname(), options, place.index());
  }

  /** What every task of the agent at this place finds in its environment. */
  private static Map<String, String> environment(RunnerFactory.Place place) {
    var endpoint = place.ip() + ":" + place.port();
    return Map.of(
        "LIBPROCESS_IP",
        place.ip(),
        "MESOS_AGENT_ENDPOINT",
        endpoint,
        "MESOS_SLAVE_PID",
        "slave(1)@" + endpoint);
  }
}
