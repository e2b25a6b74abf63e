package dev.marathon.agents;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An agent as the master sees it.
 *
 * @param attributes values as text
 * @param used by all frameworks
 * @param offered to all frameworks
 */
public record Agent(
    String id,
    String hostname,
    HostPort address,
    State state,
    Optional<String> version,
    Optional<Instant> registeredAt,
    Optional<String> region,
    Optional<String> zone,
    Map<String, String> attributes,
    Amounts total,
    Amounts used,
    Amounts offered) {

  public Agent {
    attributes = Map.copyOf(attributes);
  }

  /** Whether it takes tasks, and if not why. */
  public enum State {
    ACTIVE,
    DEACTIVATED,
    DRAINING,
    DRAINED,
    /** The master waits for it to come back. */
    DISCONNECTED
  }

  /**
   * Resources.
   *
   * @param ports ranges as Mesos writes them, such as {@code [31000-32000]}
   */
  public record Amounts(double cpus, double mem, double disk, double gpus, Optional<String> ports) {

    public static final Amounts NONE = new Amounts(0, 0, 0, 0, Optional.empty());

    public Amounts plus(double moreCpus, double moreMem, double moreDisk, double moreGpus) {
      return new Amounts(cpus + moreCpus, mem + moreMem, disk + moreDisk, gpus + moreGpus, ports);
    }
  }
}
