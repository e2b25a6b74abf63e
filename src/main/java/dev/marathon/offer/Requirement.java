package dev.marathon.offer;

import dev.marathon.offer.Agent.Room;
import dev.marathon.offer.MatchSettings.GpuScheduling;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.CustomExecutor;
import dev.marathon.spec.PortRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What one instance of an app needs of an agent, those constraints apart that count instances. Apps
 * with equal requirements fail at the same agents.
 *
 * @param roles whose resources it takes
 * @param anyRegion whether an agent of another region than the master's will do
 * @param spareGpus whether agents with GPUs are left to others
 * @param cpus thousandths, as {@code mem}, {@code disk} and {@code gpus}
 * @param fixedPorts each once
 * @param dynamicPorts how many others
 * @param constraints those of the app
 */
record Requirement(
    String role,
    Set<String> roles,
    boolean anyRegion,
    boolean spareGpus,
    boolean resident,
    long cpus,
    long mem,
    long disk,
    long gpus,
    List<Integer> fixedPorts,
    int dynamicPorts,
    List<Constraint> constraints) {

  /**
   * @param same makes equal sets the same object
   */
  static Requirement of(
      AppDefinition app, MatchSettings settings, UnaryOperator<Set<String>> same) {
    var executor =
        CustomExecutor.of(app, settings.defaultExecutor()).map(CustomExecutor::resources);
    var fixed =
        app.portRequests().stream()
            .map(PortRequest::host)
            .filter(PortRequest.Host.Fixed.class::isInstance)
            .map(host -> ((PortRequest.Host.Fixed) host).port())
            .distinct()
            .toList();
    long dynamic =
        app.portRequests().stream()
            .filter(port -> port.host() instanceof PortRequest.Host.Dynamic)
            .count();
    return new Requirement(
        app.role(),
        same.apply(app.acceptedRoles(settings.acceptedRoles())),
        app.constraints().stream().anyMatch(Requirement::aboutRegions),
        app.gpus() == 0 && gpuScheduling(app, settings) == GpuScheduling.RESTRICTED,
        app.resident(),
        Milli.of(app.cpus()) + executor.map(own -> Milli.of(own.cpus())).orElse(0L),
        Milli.of(app.mem()) + executor.map(own -> Milli.of(own.mem())).orElse(0L),
        Milli.of(app.disk()) + executor.map(own -> Milli.of(own.disk())).orElse(0L),
        Milli.of(app.gpus()),
        fixed,
        (int) dynamic,
        app.constraints());
  }

  /** Whether an agent has everything; says nothing about constraints. */
  boolean roomOn(Agent agent, Look look) {
    Room room = agent.room(roles);
    return room.any()
        && room.cpus() >= cpus
        && room.mem() >= mem
        && room.disk() >= disk
        && room.gpus() >= gpus
        && room.ports() >= ports()
        && !resident
        && !otherRegion(agent.offer(), look)
        && !inMaintenance(agent.offer(), look)
        && !scarceGpus(agent)
        && missingPorts(agent).isEmpty();
  }

  /**
   * The first step of the funnel that an agent without room fails, except for the constraints.
   *
   * @param unmetConstraint whether a constraint is unmet
   */
  RejectReason first(Agent agent, Look look, boolean unmetConstraint) {
    Room room = agent.room(roles);
    if (!room.any()) {
      return RejectReason.UNFULFILLED_ROLE;
    }
    if (unmetConstraint || otherRegion(agent.offer(), look)) {
      return RejectReason.UNFULFILLED_CONSTRAINT;
    }
    if (resident) {
      return RejectReason.NO_CORRESPONDING_RESERVATION_FOUND;
    }
    if (inMaintenance(agent.offer(), look)) {
      return RejectReason.AGENT_MAINTENANCE;
    }
    if (room.cpus() < cpus) {
      return RejectReason.INSUFFICIENT_CPUS;
    }
    if (room.mem() < mem) {
      return RejectReason.INSUFFICIENT_MEMORY;
    }
    if (room.disk() < disk) {
      return RejectReason.INSUFFICIENT_DISK;
    }
    if (room.gpus() < gpus) {
      return RejectReason.INSUFFICIENT_GPUS;
    }
    return scarceGpus(agent) && room.ports() >= ports() && missingPorts(agent).isEmpty()
        ? RejectReason.DECLINED_SCARCE_RESOURCES
        : RejectReason.INSUFFICIENT_PORTS;
  }

  /** Everything that is missing, in the order of the funnel. */
  List<NoMatch> explain(Agent agent, Look look, List<NoMatch> unmetConstraints) {
    var unmet = new ArrayList<NoMatch>();
    Room room = agent.room(roles);
    Offer offer = agent.offer();
    if (!room.any()) {
      unmet.add(new NoMatch.OtherRoles(roles, agent.roles()));
    }
    if (otherRegion(offer, look)) {
      unmet.add(
          new NoMatch.OtherRegion(offer.region().orElseThrow(), look.masterRegion().orElseThrow()));
    }
    unmet.addAll(unmetConstraints);
    if (resident) {
      unmet.add(new NoMatch.NoReservation());
    }
    if (inMaintenance(offer, look)) {
      unmet.add(
          new NoMatch.InMaintenance(
              offer.unavailableFrom().orElseThrow(), offer.unavailableUntil()));
    }
    tooLittle("cpus", cpus, room.cpus(), unmet);
    tooLittle("mem", mem, room.mem(), unmet);
    tooLittle("disk", disk, room.disk(), unmet);
    tooLittle("gpus", gpus, room.gpus(), unmet);
    var missing = missingPorts(agent);
    if (room.ports() < ports() || !missing.isEmpty()) {
      unmet.add(new NoMatch.TooFewPorts(missing, ports(), room.ports()));
    }
    if (scarceGpus(agent)) {
      unmet.add(new NoMatch.ScarceGpus(Milli.amount(agent.left("gpus"))));
    }
    return unmet;
  }

  /**
   * Takes from the agent, which has room, what one instance needs.
   *
   * @param requests the app's ports
   * @param taken gets the parts
   * @return host ports in the order of the app's ports
   */
  List<Integer> take(Agent agent, List<PortRequest> requests, Dice dice, List<Resource> taken) {
    agent.changed();
    agent.take("cpus", cpus, roles, taken);
    agent.take("mem", mem, roles, taken);
    agent.take("disk", disk, roles, taken);
    agent.take("gpus", gpus, roles, taken);
    if (ports() == 0) {
      return List.of();
    }
    var takenPorts = new PortPool.Taken();
    fixedPorts.forEach(port -> agent.ports().takeFixed(port, roles, takenPorts));
    var any = agent.ports().takeAny(dynamicPorts, roles, dice, takenPorts).iterator();
    taken.addAll(takenPorts.resources());
    var hostPorts = new ArrayList<Integer>(requests.size());
    for (PortRequest request : requests) {
      if (request.host() instanceof PortRequest.Host.Fixed fixed) {
        hostPorts.add(fixed.port());
      } else if (request.onHost()) {
        hostPorts.add(any.next());
      }
    }
    return List.copyOf(hostPorts);
  }

  private int ports() {
    return fixedPorts.size() + dynamicPorts;
  }

  private List<Integer> missingPorts(Agent agent) {
    if (fixedPorts.isEmpty()) {
      return List.of();
    }
    return fixedPorts.stream().filter(port -> !agent.ports().has(port, roles)).toList();
  }

  private boolean scarceGpus(Agent agent) {
    return spareGpus && agent.left("gpus") > 0;
  }

  /** A master without a region has no agents in other regions. */
  private boolean otherRegion(Offer offer, Look look) {
    return !anyRegion
        && look.masterRegion().isPresent()
        && offer.region().isPresent()
        && !offer.region().equals(look.masterRegion());
  }

  private static boolean inMaintenance(Offer offer, Look look) {
    if (offer.unavailableFrom().isEmpty() || !look.settings().maintenance()) {
      return false;
    }
    Instant from = offer.unavailableFrom().get().minus(look.settings().draining());
    boolean over = offer.unavailableUntil().map(end -> !look.now().isBefore(end)).orElse(false);
    return !look.now().isBefore(from) && !over;
  }

  private static void tooLittle(String name, long wanted, long left, List<NoMatch> unmet) {
    if (left < wanted) {
      unmet.add(new NoMatch.TooLittle(name, Milli.amount(wanted), Milli.amount(left)));
    }
  }

  private static GpuScheduling gpuScheduling(AppDefinition app, MatchSettings settings) {
    String label = app.labels().getOrDefault(GpuScheduling.LABEL, "");
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "restricted" -> GpuScheduling.RESTRICTED;
      case "unrestricted" -> GpuScheduling.UNRESTRICTED;
      default -> settings.gpus();
    };
  }

  private static boolean aboutRegions(Constraint constraint) {
    return constraint.field().equals(AttributeText.REGION)
        || constraint.field().equals(AttributeText.ZONE);
  }

  /** The circumstances of a round. */
  record Look(MatchSettings settings, Instant now, Optional<String> masterRegion) {}
}
