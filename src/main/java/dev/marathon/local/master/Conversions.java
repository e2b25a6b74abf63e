package dev.marathon.local.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/** Makes some resources of an agent into others, as {@link Reservations} says. */
final class Conversions {
  private final Cluster cluster;
  private final Offers offers;
  private final VolumeKeeper volumes;

  Conversions(Cluster cluster, Offers offers, VolumeKeeper volumes) {
    this.cluster = cluster;
    this.offers = offers;
    this.volumes = volumes;
  }

  /**
   * For a framework, on what it was offered.
   *
   * @param role of the offer
   * @param left of the offer
   * @return what is left of it then
   */
  Resources inHand(Agent agent, Operation given, String principal, String role, Resources left)
      throws Reservations.Refused {
    var operation = Reservations.inside(given, Optional.of(role));
    var conversion = Reservations.of(operation, Optional.of(principal), Optional.of(role));
    if (!left.contains(conversion.consumed())) {
      throw new Reservations.Refused(left + " does not contain " + conversion.consumed());
    }
    apply(agent, operation, conversion);
    return left.minus(conversion.consumed()).plus(conversion.converted());
  }

  /**
   * For an operator, on what is free after the agent's offers were rescinded.
   *
   * @return 202, or 409 with the reason
   */
  Answer free(Agent agent, Operation given) {
    offers.rescindAll(agent);
    try {
      var operation = Reservations.inside(given, Optional.empty());
      var conversion = Reservations.of(operation, Optional.empty(), Optional.empty());
      var missing = conversion.consumed();
      if (!agent.free().contains(missing)) {
        var have =
            agent
                .free()
                .filter(
                    item -> missing.items().stream().anyMatch(m -> ResourceMath.sameKind(m, item)));
        throw new Reservations.Refused(have + " does not contain " + missing);
      }
      check(agent, operation, missing, conversion.converted());
      agent.convertFree(missing, conversion.converted());
      stored(agent, operation, missing);
      return Answer.ACCEPTED;
    } catch (Reservations.Refused e) {
      return new Answer(409, e.getMessage());
    }
  }

  private void apply(Agent agent, Operation operation, Reservations.Conversion conversion)
      throws Reservations.Refused {
    var consumed = conversion.consumed().unallocated();
    var converted = conversion.converted().unallocated();
    check(agent, operation, consumed, converted);
    if (cluster.settings.infinite()) {
      agent.convertFree(consumed, converted);
    } else {
      agent.convert(consumed, converted);
    }
    stored(agent, operation, consumed);
  }

  private static void check(
      Agent agent, Operation operation, Resources consumed, Resources converted)
      throws Reservations.Refused {
    if (!agent.total().contains(consumed)) {
      throw new Reservations.Refused(agent.total() + " does not contain " + consumed);
    }
    if (operation.getType() == Operation.Type.CREATE) {
      for (var volume : converted.items()) {
        if (agent.total().items().stream().anyMatch(item -> sameVolume(item, volume))) {
          throw new Reservations.Refused(
              "Persistence ID '" + volume.getDisk().getPersistence().getId() + "' already exists");
        }
      }
    }
    if (operation.getType() == Operation.Type.DESTROY) {
      for (var task : agent.tasks.values()) {
        if (task.live()
            && task.resources.unallocated().items().stream().anyMatch(consumed.items()::contains)) {
          throw new Reservations.Refused("Persistent volumes in use");
        }
      }
    }
  }

  private static boolean sameVolume(Resource a, Resource b) {
    return ResourceMath.isVolume(a)
        && a.getDisk().getPersistence().getId().equals(b.getDisk().getPersistence().getId())
        && a.getReservationsList()
            .get(a.getReservationsCount() - 1)
            .getRole()
            .equals(b.getReservationsList().get(b.getReservationsCount() - 1).getRole());
  }

  private void stored(Agent agent, Operation operation, Resources consumed) {
    cluster
        .registry
        .find(agent.id())
        .ifPresent(
            entry ->
                cluster.registry.put(
                    new Registry.Entry(
                        entry.id(),
                        entry.index(),
                        entry.standing(),
                        entry.since(),
                        agent.total())));
    if (operation.getType() == Operation.Type.DESTROY) {
      cluster.registry.flush();
      consumed.items().forEach(volume -> volumes.destroyed(agent.link, volume));
    }
  }
}
