package dev.marathon.local;

import akka.stream.Materializer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

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

  /**
   * What the endpoints of an agent show or need besides its runner.
   *
   * @param master host of the master
   * @param blocking threads for reading files
   */
  record Surroundings(
      String master,
      List<Resource> resources,
      List<Attribute> attributes,
      Materializer materializer,
      Executor blocking) {}

  /** The HTTP side of an agent; without it its port answers 404. */
  default Optional<AgentEndpoints> endpoints(
      Place place, TaskRunner runner, Surroundings surroundings) {
    return Optional.empty();
  }
}
