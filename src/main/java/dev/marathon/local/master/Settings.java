package dev.marathon.local.master;

import java.time.Duration;
import java.util.Optional;

/**
 * How the master behaves; the defaults are those of Mesos.
 *
 * @param allocationInterval between two rounds of offers
 * @param heartbeatInterval between two HEARTBEAT events of a stream
 * @param agentTimeout from the loss of contact to TASK_UNREACHABLE: five missed pings
 * @param reregisterTimeout after a restart, until an agent that has not come back is unreachable
 * @param offerTimeout after which an offer is rescinded; empty: never
 * @param infinite whether offers and tasks leave the agents' resources as they were
 */
public record Settings(
    Duration allocationInterval,
    Duration heartbeatInterval,
    Duration agentTimeout,
    Duration reregisterTimeout,
    Optional<Duration> offerTimeout,
    boolean infinite) {

  public static Settings defaults() {
    return new Settings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(15),
        Duration.ofSeconds(75),
        Duration.ofMinutes(10),
        Optional.empty(),
        false);
  }

  public Settings withAllocationInterval(Duration now) {
    return new Settings(
        now, heartbeatInterval, agentTimeout, reregisterTimeout, offerTimeout, infinite);
  }

  public Settings withInfinite(boolean now) {
    return new Settings(
        allocationInterval, heartbeatInterval, agentTimeout, reregisterTimeout, offerTimeout, now);
  }

  public Settings withAgentTimeout(Duration now) {
    return new Settings(
        allocationInterval, heartbeatInterval, now, reregisterTimeout, offerTimeout, infinite);
  }

  public Settings withOfferTimeout(Duration now) {
    return new Settings(
        allocationInterval,
        heartbeatInterval,
        agentTimeout,
        reregisterTimeout,
        Optional.of(now),
        infinite);
  }
}
