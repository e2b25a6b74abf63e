package dev.marathon.offer;

import dev.marathon.offer.MatchSettings.GpuScheduling;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.ExecutorResources;
import dev.marathon.spec.PortRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What one instance of an app needs of an agent, constraints apart. */
final class Requirement {

  private static final String COMMAND_EXECUTOR = "//cmd";

  private final AppDefinition app;
  private final Set<String> roles;
  private final boolean anyRegion;
  private final boolean spareGpus;
  private final long cpus;
  private final long mem;
  private final long disk;
  private final long gpus;
  private final List<PortRequest> hostPorts;
  private final Set<Integer> fixedPorts = new LinkedHashSet<>();
  private final int dynamicPorts;

  Requirement(AppDefinition app, MatchSettings settings) {
    this.app = app;
    this.roles = app.acceptedRoles(settings.acceptedRoles());
    this.anyRegion = app.constraints().stream().anyMatch(Requirement::aboutRegions);
    this.spareGpus = app.gpus() == 0 && gpuScheduling(settings) == GpuScheduling.RESTRICTED;
    var executor = executor();
    this.cpus = Milli.of(app.cpus()) + Milli.of(executor.cpus());
    this.mem = Milli.of(app.mem()) + Milli.of(executor.mem());
    this.disk = Milli.of(app.disk()) + Milli.of(executor.disk());
    this.gpus = Milli.of(app.gpus());
    this.hostPorts = app.portRequests().stream().filter(PortRequest::onHost).toList();
    int dynamic = 0;
    for (PortRequest port : hostPorts) {
      if (port.host() instanceof PortRequest.Host.Fixed fixed) {
        fixedPorts.add(fixed.port());
      } else {
        dynamic++;
      }
    }
    this.dynamicPorts = dynamic;
  }

  Set<String> roles() {
    return roles;
  }

  /** In the order of the funnel; {@code all} or only the first one. */
  void explain(Agent agent, ConstraintEvaluator constraints, Look look, List<NoMatch> unmet) {
    if (!agent.hasRole(roles)) {
      unmet.add(new NoMatch.OtherRoles(roles, agent.roles()));
    }
    if (look.goOn(unmet)) {
      region(agent.offer(), look.masterRegion(), unmet);
    }
    if (look.goOn(unmet)) {
      constraints.explain(agent, look.all(), unmet);
    }
    if (look.goOn(unmet) && app.resident()) {
      unmet.add(new NoMatch.NoReservation());
    }
    if (look.goOn(unmet)) {
      maintenance(agent.offer(), look, unmet);
    }
    enough("cpus", cpus, agent, look, unmet);
    enough("mem", mem, agent, look, unmet);
    enough("disk", disk, agent, look, unmet);
    enough("gpus", gpus, agent, look, unmet);
    if (look.goOn(unmet)) {
      ports(agent, unmet);
    }
    if (look.goOn(unmet) && spareGpus && agent.left("gpus") > 0) {
      unmet.add(new NoMatch.ScarceGpus(Milli.amount(agent.left("gpus"))));
    }
  }

  /**
   * Takes from the agent what one instance needs; {@link #explain} must have found nothing.
   *
   * @param taken gets the parts
   * @return host ports in the order of the app's ports
   */
  List<Integer> take(Agent agent, Dice dice, List<Resource> taken) {
    agent.take("cpus", cpus, roles, taken);
    agent.take("mem", mem, roles, taken);
    agent.take("disk", disk, roles, taken);
    agent.take("gpus", gpus, roles, taken);
    if (hostPorts.isEmpty()) {
      return List.of();
    }
    var takenPorts = new PortPool.Taken();
    fixedPorts.forEach(port -> agent.ports().takeFixed(port, roles, takenPorts));
    var any = agent.ports().takeAny(dynamicPorts, roles, dice, takenPorts).iterator();
    taken.addAll(takenPorts.resources());
    var ports = new ArrayList<Integer>(hostPorts.size());
    for (PortRequest port : hostPorts) {
      ports.add(port.host() instanceof PortRequest.Host.Fixed fixed ? fixed.port() : any.next());
    }
    return List.copyOf(ports);
  }

  private void enough(String name, long wanted, Agent agent, Look look, List<NoMatch> unmet) {
    if (wanted == 0 || !look.goOn(unmet)) {
      return;
    }
    long left = agent.left(name, roles);
    if (left < wanted) {
      unmet.add(new NoMatch.TooLittle(name, Milli.amount(wanted), Milli.amount(left)));
    }
  }

  private void ports(Agent agent, List<NoMatch> unmet) {
    if (hostPorts.isEmpty()) {
      return;
    }
    var missing = new ArrayList<Integer>(0);
    for (int port : fixedPorts) {
      if (!agent.ports().has(port, roles)) {
        missing.add(port);
      }
    }
    int wanted = fixedPorts.size() + dynamicPorts;
    int left = agent.ports().left(roles);
    if (!missing.isEmpty() || left < wanted) {
      unmet.add(new NoMatch.TooFewPorts(List.copyOf(missing), wanted, left));
    }
  }

  /** A master without a region has no agents in other regions. */
  private void region(Offer offer, Optional<String> local, List<NoMatch> unmet) {
    if (!anyRegion
        && local.isPresent()
        && offer.region().isPresent()
        && !offer.region().equals(local)) {
      unmet.add(new NoMatch.OtherRegion(offer.region().get(), local.get()));
    }
  }

  private static void maintenance(Offer offer, Look look, List<NoMatch> unmet) {
    var settings = look.settings();
    if (!settings.maintenance() || offer.unavailableFrom().isEmpty()) {
      return;
    }
    Instant from = offer.unavailableFrom().get();
    boolean begun = !look.now().isBefore(from.minus(settings.draining()));
    boolean over = offer.unavailableUntil().map(end -> !look.now().isBefore(end)).orElse(false);
    if (begun && !over) {
      unmet.add(new NoMatch.InMaintenance(from, offer.unavailableUntil()));
    }
  }

  private GpuScheduling gpuScheduling(MatchSettings settings) {
    String label = app.labels().getOrDefault(GpuScheduling.LABEL, "");
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "restricted" -> GpuScheduling.RESTRICTED;
      case "unrestricted" -> GpuScheduling.UNRESTRICTED;
      default -> settings.gpus();
    };
  }

  private ExecutorResources executor() {
    boolean own = !app.executor().isEmpty() && !app.executor().equals(COMMAND_EXECUTOR);
    return own
        ? app.executorResources().orElse(new ExecutorResources(0, 0, 0))
        : new ExecutorResources(0, 0, 0);
  }

  private static boolean aboutRegions(Constraint constraint) {
    return constraint.field().equals(AttributeText.REGION)
        || constraint.field().equals(AttributeText.ZONE);
  }

  /**
   * The circumstances of a round.
   *
   * @param all whether everything that is missing is wanted, or only the first
   */
  record Look(MatchSettings settings, Instant now, Optional<String> masterRegion, boolean all) {
    Look everything() {
      return new Look(settings, now, masterRegion, true);
    }

    boolean goOn(List<NoMatch> unmet) {
      return all || unmet.isEmpty();
    }
  }
}
