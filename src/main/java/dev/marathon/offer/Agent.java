package dev.marathon.offer;

import dev.marathon.offer.Offer.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one agent offers to one role, all its offers joined, and what is left of it as a round goes
 * on. Lives for one round, on one thread.
 */
final class Agent {

  private static final Set<String> RESERVED_FOR_VOLUMES =
      Set.of("marathon_framework_id", "marathon_task_id");

  private final List<Offer> offers = new ArrayList<>(1);
  private final List<Share> shares = new ArrayList<>();
  private final PortPool ports = new PortPool();
  private final Map<String, String> values = new HashMap<>(4);
  private final List<LaunchSpec> launches = new ArrayList<>(0);
  private final List<Room> rooms = new ArrayList<>(1);
  private long newest;

  /**
   * @param arrival number of the offer, growing with time
   */
  void add(Offer offer, long arrival) {
    offers.add(offer);
    newest = Math.max(newest, arrival);
    for (Resource resource : offer.resources()) {
      if (!free(resource)) {
        continue;
      }
      if (resource instanceof Resource.Scalar scalar) {
        shares.add(new Share(scalar));
      } else if (resource instanceof Resource.Ranges ranges
          && ranges.name().equals(PortPool.NAME)) {
        ports.add(ranges);
      }
    }
  }

  /** The first offer, which says everything about the agent itself. */
  Offer offer() {
    return offers.get(0);
  }

  List<Offer> offers() {
    return offers;
  }

  /** Number of the latest of its offers. */
  long newest() {
    return newest;
  }

  PortPool ports() {
    return ports;
  }

  List<LaunchSpec> launches() {
    return launches;
  }

  /** The text form of a constraint's field; null if the agent has none. */
  String value(String field) {
    if (!values.containsKey(field)) {
      values.put(field, AttributeText.field(field, offer()).orElse(null));
    }
    return values.get(field);
  }

  /**
   * What is left in these roles. Remembered until something is taken.
   *
   * @param roles equal sets should be the same object
   */
  Room room(Set<String> roles) {
    for (Room room : rooms) {
      if (room.roles() == roles) {
        return room;
      }
    }
    var room =
        new Room(
            roles,
            left("cpus", roles),
            left("mem", roles),
            left("disk", roles),
            left("gpus", roles),
            ports.left(roles),
            shares.stream().anyMatch(share -> roles.contains(share.source.role())));
    rooms.add(room);
    return room;
  }

  /** Something is about to be taken. */
  void changed() {
    rooms.clear();
  }

  Set<String> roles() {
    var roles = new TreeSet<String>();
    offers.forEach(offer -> offer.resources().forEach(resource -> roles.add(resource.role())));
    return roles;
  }

  private long left(String name, Set<String> roles) {
    long left = 0;
    for (Share share : shares) {
      if (share.source.name().equals(name) && roles.contains(share.source.role())) {
        left += share.left;
      }
    }
    return left;
  }

  /** What is left of a scalar resource in any role, in thousandths. */
  long left(String name) {
    long left = 0;
    for (Share share : shares) {
      if (share.source.name().equals(name)) {
        left += share.left;
      }
    }
    return left;
  }

  /** Takes an amount in the order of the offer's resources; its room must be enough. */
  void take(String name, long milli, Set<String> roles, List<Resource> taken) {
    long open = milli;
    for (Share share : shares) {
      if (open == 0) {
        return;
      }
      if (share.left > 0
          && share.source.name().equals(name)
          && roles.contains(share.source.role())) {
        long part = Math.min(open, share.left);
        share.left -= part;
        open -= part;
        taken.add(
            new Resource.Scalar(
                name, share.source.role(), Milli.amount(part), share.source.reservation()));
      }
    }
    if (open > 0) {
      throw new IllegalStateException("agent " + offer().agentId() + " lacks " + name);
    }
  }

  /** Not a volume, not kept for the volumes of an app, not a disk of its own. */
  private static boolean free(Resource resource) {
    if (resource instanceof Resource.Items) {
      return false;
    }
    var reservation =
        resource instanceof Resource.Scalar scalar
            ? scalar.reservation()
            : ((Resource.Ranges) resource).reservation();
    return reservation
        .map(
            opaque ->
                !opaque.persistentVolume()
                    && !opaque.ownDisk()
                    && RESERVED_FOR_VOLUMES.stream().noneMatch(opaque.labels()::containsKey))
        .orElse(true);
  }

  /**
   * Amounts in thousandths.
   *
   * @param anyScalar whether there is any scalar resource in the roles
   */
  record Room(
      Set<String> roles, long cpus, long mem, long disk, long gpus, int ports, boolean anyScalar) {
    boolean any() {
      return anyScalar || ports > 0;
    }
  }

  private static final class Share {
    private final Resource.Scalar source;
    private long left;

    private Share(Resource.Scalar source) {
      this.source = source;
      this.left = Milli.of(source.amount());
    }
  }
}
