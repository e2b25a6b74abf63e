package dev.marathon.offer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why an agent was not used for a launch. Shown to users, so each says what was missing. */
public sealed interface NoMatch {

  /** The step of the funnel at which it fails. */
  RejectReason reason();

  /** No resource of the offer has a role that the app accepts. */
  record OtherRoles(Set<String> accepted, Set<String> offered) implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.UNFULFILLED_ROLE;
    }
  }

  /**
   * @param offered the agent's value of the constraint's field; absent if it has none
   */
  record ConstraintUnmet(String constraint, Optional<String> offered, String why)
      implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.UNFULFILLED_CONSTRAINT;
    }
  }

  /**
   * The agent is in another region than the master and the app has no constraint about regions or
   * zones. Counts as an unmet constraint; the original declined without any reason.
   */
  record OtherRegion(String offered, String local) implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.UNFULFILLED_CONSTRAINT;
    }
  }

  /** The app's volumes are not in this offer. */
  record NoReservation() implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.NO_CORRESPONDING_RESERVATION_FOUND;
    }
  }

  /**
   * @param until absent means for ever
   */
  record InMaintenance(Instant from, Optional<Instant> until) implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.AGENT_MAINTENANCE;
    }
  }

  /**
   * @param resource {@code cpus}, {@code mem}, {@code disk} or {@code gpus}
   * @param wanted amount asked for, in the resource's own unit: cpus in cores, mem and disk in MiB
   * @param offered what is left of it on the agent, in roles that the app accepts
   */
  record TooLittle(String resource, double wanted, double offered) implements NoMatch {
    @Override
    public RejectReason reason() {
      return switch (resource) {
        case "cpus" -> RejectReason.INSUFFICIENT_CPUS;
        case "mem" -> RejectReason.INSUFFICIENT_MEMORY;
        case "disk" -> RejectReason.INSUFFICIENT_DISK;
        case "gpus" -> RejectReason.INSUFFICIENT_GPUS;
        default -> throw new IllegalArgumentException("no such resource: " + resource);
      };
    }
  }

  /**
   * @param missing wanted port numbers that the agent does not have
   * @param wanted how many ports are wanted, these included
   * @param offered how many ports are left
   */
  record TooFewPorts(List<Integer> missing, int wanted, int offered) implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.INSUFFICIENT_PORTS;
    }
  }

  /** The agent's GPUs are kept for those who ask for some. */
  record ScarceGpus(double offered) implements NoMatch {
    @Override
    public RejectReason reason() {
      return RejectReason.DECLINED_SCARCE_RESOURCES;
    }
  }
}
