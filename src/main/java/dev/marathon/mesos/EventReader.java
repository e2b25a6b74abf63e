package dev.marathon.mesos;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Events of the master's stream in our words. Total: it never fails on an event that protobuf could
 * parse.
 */
public final class EventReader {

  private static final String FAILED_OVER = "Framework failed over";
  private static final String REMOVED = "Framework has been removed";

  private EventReader() {}

  /**
   * Empty for events that we have no use for: heartbeats, inverse offers, operation statuses and
   * kinds that are newer than us.
   *
   * @param received time of a status update that does not carry its own
   */
  public static Optional<MesosEvent> read(Event event, Instant received) {
    return switch (event.getType()) {
      case SUBSCRIBED -> Optional.of(subscribed(event.getSubscribed()));
      case OFFERS ->
          Optional.of(
              new MesosEvent.Offers(
                  event.getOffers().getOffersList().stream().map(OfferReader::read).toList()));
      case RESCIND ->
          Optional.of(new MesosEvent.Rescinded(event.getRescind().getOfferId().getValue()));
      case UPDATE ->
          Optional.of(
              new MesosEvent.Updated(StatusReader.read(event.getUpdate().getStatus(), received)));
      case MESSAGE ->
          Optional.of(
              new MesosEvent.FrameworkMessage(
                  event.getMessage().getAgentId().getValue(),
                  event.getMessage().getExecutorId().getValue(),
                  event.getMessage().getData().toByteArray()));
      case FAILURE -> failure(event.getFailure());
      case ERROR -> Optional.of(error(event.getError().getMessage()));
      case HEARTBEAT, INVERSE_OFFERS, RESCIND_INVERSE_OFFER, UPDATE_OPERATION_STATUS, UNKNOWN ->
          Optional.empty();
    };
  }

  private static MesosEvent subscribed(Event.Subscribed subscribed) {
    MasterInfo master = subscribed.getMasterInfo();
    return new MesosEvent.Subscribed(
        subscribed.getFrameworkId().getValue(),
        master.getId(),
        host(master),
        master.getAddress().hasPort() ? master.getAddress().getPort() : master.getPort(),
        OfferReader.region(
            master.hasDomain() ? Optional.of(master.getDomain()) : Optional.empty()));
  }

  private static String host(MasterInfo master) {
    if (master.getAddress().hasHostname()) {
      return master.getAddress().getHostname();
    }
    return master.hasHostname() ? master.getHostname() : master.getAddress().getIp();
  }

  /** Without an executor it is the whole agent that failed. */
  private static Optional<MesosEvent> failure(Event.Failure failure) {
    if (failure.hasExecutorId()) {
      return Optional.of(
          new MesosEvent.ExecutorFailed(
              failure.getAgentId().getValue(),
              failure.getExecutorId().getValue(),
              failure.getStatus()));
    }
    return failure.hasAgentId()
        ? Optional.of(new MesosEvent.AgentFailed(failure.getAgentId().getValue()))
        : Optional.empty();
  }

  /** An ERROR ends the subscription; its text is the only thing that tells why. */
  private static MesosEvent error(String message) {
    if (message.startsWith(FAILED_OVER)) {
      return new MesosEvent.FailedOver(message);
    }
    return message.startsWith(REMOVED)
        ? new MesosEvent.FrameworkRemoved(message)
        : new MesosEvent.Refused(message);
  }
}
