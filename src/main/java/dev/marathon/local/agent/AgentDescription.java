package dev.marathon.local.agent;

import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

/**
 * What an agent says of itself.
 *
 * @param port of its HTTP endpoints
 * @param master host name or address of the master
 * @param resources all it has, without allocations
 */
public record AgentDescription(
    String hostname,
    String ip,
    int port,
    String master,
    List<Resource> resources,
    List<Attribute> attributes,
    Instant started) {

  /** Its address in the words of Mesos. */
  String pid() {
    return "slave(1)@" + ip + ":" + port;
  }
}
