package dev.marathon.local;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;

/** Makes the hands of the agents. */
@FunctionalInterface
public interface RunnerFactory {

  /**
   * Where an agent lives.
   *
   * @param index from 0
   * @param workDir of its own, kept over restarts
   * @param ip that it listens on; for real agents the host name too
   * @param port of its HTTP endpoints; 0 if it has none
   */
  record Place(int index, AgentID id, String hostname, String ip, int port, Path workDir) {}

  /** A runner that is not started yet. */
  TaskRunner create(Place place);

  /** The HTTP side of an agent; without it its port answers 404. */
  default Optional<AgentEndpoints> endpoints(Place place, TaskRunner runner) {
    return Optional.empty();
  }
}
