package dev.marathon.mesos;

import dev.marathon.instance.TaskStatus;
import dev.marathon.offer.Offer;
import java.util.List;
import java.util.Optional;

/** What the Mesos master tells, and what becomes of the connection to it. */
public sealed interface MesosEvent {

  /**
   * @param masterId changes when another master leads
   * @param masterHost name that the master goes by, for people; it may not be known to us
   * @param masterRegion fault domain of the master
   * @param reachedHost where we have reached it
   */
  record Subscribed(
      String frameworkId,
      String masterId,
      String masterHost,
      int masterPort,
      Optional<String> masterRegion,
      String reachedHost,
      int reachedPort)
      implements MesosEvent {

    /** Of a master that is reached under its name. */
    public Subscribed(
        String frameworkId,
        String masterId,
        String masterHost,
        int masterPort,
        Optional<String> masterRegion) {
      this(frameworkId, masterId, masterHost, masterPort, masterRegion, masterHost, masterPort);
    }

    public Subscribed reachedAt(String host, int port) {
      return new Subscribed(
          frameworkId, masterId, masterHost, masterPort, masterRegion, host, port);
    }
  }

  record Offers(List<Offer> offers) implements MesosEvent {}

  record Rescinded(String offerId) implements MesosEvent {}

  record Updated(TaskStatus status) implements MesosEvent {}

  record FrameworkMessage(String agentId, String executorId, byte[] data) implements MesosEvent {}

  record AgentFailed(String agentId) implements MesosEvent {}

  record ExecutorFailed(String agentId, String executorId, int status) implements MesosEvent {}

  /** The stream broke; the client reconnects by itself. All offers are void. */
  record Disconnected(String reason) implements MesosEvent {}

  /** Another instance subscribed with our framework id: this node must end. */
  record FailedOver(String message) implements MesosEvent {}

  /** Mesos removed the framework: its tasks are lost, the id is unusable. */
  record FrameworkRemoved(String message) implements MesosEvent {}

  /** The subscription was refused for good, for example a bad role or principal. */
  record Refused(String message) implements MesosEvent {}
}
