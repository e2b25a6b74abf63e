package dev.marathon.offer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resources of one agent that Mesos offers to one role.
 *
 * @param allocationRole role the offer is allocated to
 * @param attributes by name, in Mesos' order
 * @param unavailableFrom start of the agent's maintenance
 * @param unavailableUntil end of it; absent with a start means for ever
 */
public record Offer(
    String id,
    String agentId,
    String host,
    String allocationRole,
    List<Resource> resources,
    Map<String, Attribute> attributes,
    Optional<String> region,
    Optional<String> zone,
    Optional<Instant> unavailableFrom,
    Optional<Instant> unavailableUntil) {

  /** One entry of the offer's resources. */
  public sealed interface Resource {
    String name();

    /** Role it is reserved for, {@code *} if unreserved. */
    String role();

    /**
     * @param reservation identity of a dynamic reservation or volume: opaque bytes that a launch
     *     must hand back, empty for plain resources
     */
    record Scalar(String name, String role, double amount, Optional<Opaque> reservation)
        implements Resource {}

    record Ranges(String name, String role, List<PortRange> ranges, Optional<Opaque> reservation)
        implements Resource {}

    record Items(String name, String role, List<String> items, Optional<Opaque> reservation)
        implements Resource {}
  }

  /**
   * Mesos' own encoding of a resource that is more than a plain amount.
   *
   * @param base64 the protobuf, handed back as it is but for the amount
   * @param labels of the innermost reservation
   * @param ownDisk a disk with a source of its own (PATH, MOUNT, BLOCK, RAW): no room for sandboxes
   */
  public record Opaque(
      String base64, Map<String, String> labels, boolean persistentVolume, boolean ownDisk) {}

  /** Both ends inclusive. */
  public record PortRange(int begin, int end) {
    public int size() {
      return end - begin + 1;
    }
  }

  /** Value of an agent attribute. */
  public sealed interface Attribute {
    record Text(String value) implements Attribute {}

    record Scalar(double value) implements Attribute {}

    record Ranges(List<long[]> ranges) implements Attribute {}

    record Items(List<String> items) implements Attribute {}
  }
}
