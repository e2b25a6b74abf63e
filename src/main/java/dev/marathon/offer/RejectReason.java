package dev.marathon.offer;

/**
 * The ten steps of the funnel that {@code /v2/queue} shows, in its order. A declined offer counts
 * under the first step that it fails.
 */
public enum RejectReason {
  UNFULFILLED_ROLE("UnfulfilledRole"),
  UNFULFILLED_CONSTRAINT("UnfulfilledConstraint"),
  NO_CORRESPONDING_RESERVATION_FOUND("NoCorrespondingReservationFound"),
  AGENT_MAINTENANCE("AgentMaintenance"),
  INSUFFICIENT_CPUS("InsufficientCpus"),
  INSUFFICIENT_MEMORY("InsufficientMemory"),
  INSUFFICIENT_DISK("InsufficientDisk"),
  INSUFFICIENT_GPUS("InsufficientGpus"),
  INSUFFICIENT_PORTS("InsufficientPorts"),
  DECLINED_SCARCE_RESOURCES("DeclinedScarceResources");

  private final String json;

  RejectReason(String json) {
    this.json = json;
  }

  /** The name in the API. */
  public String json() {
    return json;
  }
}
