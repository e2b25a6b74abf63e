package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.maintenance.Protos.ClusterStatus;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Planned maintenance: machines with a date carry it in their offers, and frameworks that use them
 * are asked back by inverse offers, again and again until the filter of their answer allows no
 * more.
 */
final class Maintenance {

  private record Inverse(String id, Framework framework, Agent agent) {}

  private record Asked(String framework, String agent) {}

  private final Cluster cluster;
  private final Offers offers;
  private Schedule schedule = Schedule.getDefaultInstance();
  private final Set<MachineID> down = new LinkedHashSet<>();
  private final Map<String, Inverse> inverse = new LinkedHashMap<>();
  private final Map<Asked, Long> quietUntil = new LinkedHashMap<>();
  private final Map<Asked, InverseOfferStatus> answers = new LinkedHashMap<>();

  Maintenance(Cluster cluster, Offers offers) {
    this.cluster = cluster;
    this.offers = offers;
  }

  Schedule schedule() {
    return schedule;
  }

  boolean isDown(AgentLink.Description agent) {
    return down.stream().anyMatch(machine -> is(agent, machine));
  }

  Answer schedule(Schedule now) {
    for (var window : now.getWindowsList()) {
      if (window.getMachineIdsCount() == 0) {
        return Answer.badRequest("List of machines in the maintenance window is empty");
      }
    }
    schedule = now;
    List.copyOf(cluster.offers.values()).forEach(offers::rescind);
    List.copyOf(inverse.values()).forEach(this::rescind);
    quietUntil.clear();
    answers.clear();
    cluster.agents.values().forEach(this::arrived);
    offers.allocate();
    ask();
    return Answer.OK;
  }

  /** Sets what the schedule says about an agent. */
  void arrived(Agent agent) {
    agent.unavailability = unavailability(agent);
  }

  private Optional<Unavailability> unavailability(Agent agent) {
    return schedule.getWindowsList().stream()
        .filter(
            window ->
                window.getMachineIdsList().stream()
                    .anyMatch(machine -> is(agent.description, machine)))
        .map(window -> window.getUnavailability())
        .findFirst();
  }

  private static boolean is(AgentLink.Description agent, MachineID machine) {
    return (!machine.hasHostname() || machine.getHostname().equals(agent.hostname()))
        && (!machine.hasIp() || machine.getIp().equals(agent.ip()));
  }

  /** Asks those who use machines with a date and are not asked yet. With each round of offers. */
  void ask() {
    if (schedule.getWindowsCount() == 0) {
      return;
    }
    var now = cluster.loop.nanos();
    var byFramework = new LinkedHashMap<Framework, Event.InverseOffers.Builder>();
    for (var agent : cluster.agents.values()) {
      if (agent.unavailability.isEmpty() || !agent.connected) {
        continue;
      }
      for (var framework : users(agent)) {
        var asked = new Asked(framework.id, agent.id());
        boolean outstanding =
            inverse.values().stream()
                .anyMatch(each -> each.framework == framework && each.agent == agent);
        if (!framework.isConnected()
            || outstanding
            || quietUntil.getOrDefault(asked, now) - now > 0) {
          continue;
        }
        var offer = new Inverse(cluster.newOfferId(), framework, agent);
        inverse.put(offer.id, offer);
        byFramework
            .computeIfAbsent(framework, f -> Event.InverseOffers.newBuilder())
            .addInverseOffers(message(offer));
      }
    }
    byFramework.forEach(
        (framework, asked) ->
            framework.send(
                Event.newBuilder().setType(Event.Type.INVERSE_OFFERS).setInverseOffers(asked)));
  }

  private Set<Framework> users(Agent agent) {
    var users = new LinkedHashSet<Framework>();
    agent.tasks.values().stream()
        .filter(Task::live)
        .forEach(task -> cluster.framework(task.framework).ifPresent(users::add));
    agent.offers.values().forEach(offer -> users.add(offer.framework()));
    return users;
  }

  private static InverseOffer message(Inverse offer) {
    return InverseOffer.newBuilder()
        .setId(Ids.offer(offer.id))
        .setUrl(Offers.url(offer.agent.description))
        .setFrameworkId(Ids.framework(offer.framework.id))
        .setAgentId(Ids.agent(offer.agent.id()))
        .setUnavailability(offer.agent.unavailability.orElseThrow())
        .build();
  }

  /** ACCEPT_INVERSE_OFFERS and DECLINE_INVERSE_OFFERS; unknown ids are ignored. */
  void answer(
      Framework framework, List<String> ids, InverseOfferStatus.Status status, Filters filters) {
    for (var id : ids) {
      var offer = inverse.get(id);
      if (offer == null || offer.framework != framework) {
        continue;
      }
      inverse.remove(id);
      var asked = new Asked(framework.id, offer.agent.id());
      quietUntil.put(asked, cluster.loop.nanos() + OfferFilters.refusal(filters).toNanos());
      answers.put(
          asked,
          InverseOfferStatus.newBuilder()
              .setStatus(status)
              .setFrameworkId(Ids.framework(framework.id))
              .setTimestamp(Statuses.time(cluster.loop.now()))
              .build());
    }
  }

  private void rescind(Inverse offer) {
    inverse.remove(offer.id);
    offer.framework.send(
        Event.newBuilder()
            .setType(Event.Type.RESCIND_INVERSE_OFFER)
            .setRescindInverseOffer(
                Event.RescindInverseOffer.newBuilder().setInverseOfferId(Ids.offer(offer.id))));
  }

  void rescind(Agent agent) {
    List.copyOf(inverse.values()).stream()
        .filter(each -> each.agent == agent)
        .forEach(this::rescind);
  }

  void forget(Framework framework) {
    inverse.values().removeIf(each -> each.framework == framework);
    quietUntil.keySet().removeIf(each -> each.framework.equals(framework.id));
  }

  /** Checks START_MAINTENANCE; the caller removes the agents found. */
  Answer start(List<MachineID> machines, List<Agent> found) {
    for (var machine : machines) {
      boolean scheduled =
          schedule.getWindowsList().stream().anyMatch(w -> w.getMachineIdsList().contains(machine));
      if (!scheduled || down.contains(machine)) {
        return Answer.badRequest(
            "Machine '" + json(machine) + "' is not in DRAINING mode and cannot be brought down");
      }
    }
    down.addAll(machines);
    for (var agent : cluster.agents.values()) {
      if (isDown(agent.description)) {
        found.add(agent);
      }
    }
    return Answer.OK;
  }

  Answer stop(List<MachineID> machines) {
    for (var machine : machines) {
      if (!down.contains(machine)) {
        return Answer.badRequest(
            "Machine '" + json(machine) + "' is not in DOWN mode and cannot be brought up");
      }
    }
    machines.forEach(down::remove);
    var rest = Schedule.newBuilder();
    for (var window : schedule.getWindowsList()) {
      var left = new ArrayList<>(window.getMachineIdsList());
      left.removeAll(machines);
      if (!left.isEmpty()) {
        rest.addWindows(window.toBuilder().clearMachineIds().addAllMachineIds(left));
      }
    }
    schedule = rest.build();
    cluster.agents.values().forEach(this::arrived);
    return Answer.OK;
  }

  private static String json(MachineID machine) {
    return dev.marathon.local.wire.ProtoJson.print(machine);
  }

  ClusterStatus status() {
    var status = ClusterStatus.newBuilder();
    var seen = new HashSet<MachineID>();
    for (var window : schedule.getWindowsList()) {
      for (var machine : window.getMachineIdsList()) {
        if (down.contains(machine) || !seen.add(machine)) {
          continue;
        }
        var draining = ClusterStatus.DrainingMachine.newBuilder().setId(machine);
        answers.forEach(
            (asked, answer) ->
                cluster
                    .agent(asked.agent)
                    .filter(agent -> is(agent.description, machine))
                    .ifPresent(agent -> draining.addStatuses(answer)));
        status.addDrainingMachines(draining);
      }
    }
    return status.addAllDownMachines(down).build();
  }
}
