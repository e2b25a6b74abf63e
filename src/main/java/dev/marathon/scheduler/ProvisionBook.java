package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.instance.LedgerCommand.Proposal;
import dev.marathon.instance.LedgerCommand.Provision;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.RoundResult.AgentLaunches;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.VersionInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Launches that ledgers were asked to store. The offers of an agent wait until every ledger that
 * has a say has answered, or its time is up; only then are they accepted, for the launches that are
 * stored. One flight per round of matching.
 */
record ProvisionBook(PMap<Long, Flight> flights) {

  static final ProvisionBook EMPTY = new ProvisionBook(HashTreePMap.empty());

  /**
   * @param agents that wait for ledgers
   * @param ledgers that have not answered
   * @param revisions of the demands that the launches are for
   */
  record Flight(
      long number,
      List<Waiting> agents,
      PSet<Integer> ledgers,
      Map<AppId, Long> revisions,
      Instant deadline) {}

  /**
   * @param ledgers that have not answered
   * @param stored launches that ledgers agreed to
   * @param withdrawn an offer is void, so nothing can be launched
   * @param cancelled tasks that are killed already
   */
  record Waiting(
      AgentLaunches agent,
      PSet<Integer> ledgers,
      List<LaunchSpec> stored,
      boolean withdrawn,
      PSet<String> cancelled) {

    Waiting answered(int ledger, Set<InstanceId> accepted) {
      if (!ledgers.contains(ledger)) {
        return this;
      }
      var more = new ArrayList<>(stored);
      for (LaunchSpec launch : agent.launches()) {
        if (accepted.contains(launch.taskId().instance())
            && !cancelled.contains(launch.taskId().toString())) {
          more.add(launch);
        }
      }
      return new Waiting(agent, ledgers.minus(ledger), List.copyOf(more), withdrawn, cancelled);
    }

    Waiting withdraw() {
      return new Waiting(agent, ledgers, stored, true, cancelled);
    }

    Waiting cancel(String taskId) {
      if (agent.launches().stream().noneMatch(launch -> is(launch, taskId))) {
        return this;
      }
      var rest = stored.stream().filter(launch -> !is(launch, taskId)).toList();
      return new Waiting(agent, ledgers, rest, withdrawn, cancelled.plus(taskId));
    }

    private static boolean is(LaunchSpec launch, String taskId) {
      return launch.taskId().toString().equals(taskId);
    }
  }

  /** Asks the ledgers to store the launches. */
  ProvisionBook propose(
      long number,
      List<AgentLaunches> used,
      Map<AppId, Long> revisions,
      Instant deadline,
      List<SchedulerEffect> out) {
    var byLedger = new TreeMap<Integer, List<Proposal>>();
    var agents = new ArrayList<Waiting>(used.size());
    for (AgentLaunches agent : used) {
      PSet<Integer> ledgers = HashTreePSet.empty();
      for (LaunchSpec launch : agent.launches()) {
        int ledger = launch.taskId().instance().ledger();
        ledgers = ledgers.plus(ledger);
        byLedger.computeIfAbsent(ledger, l -> new ArrayList<>()).add(proposal(launch));
      }
      agents.add(new Waiting(agent, ledgers, List.of(), false, HashTreePSet.empty()));
    }
    byLedger.forEach(
        (ledger, proposals) ->
            out.add(
                new SchedulerEffect.AskProvision(
                    number, ledger, new Provision(List.copyOf(proposals)))));
    var flight =
        new Flight(
            number,
            List.copyOf(agents),
            HashTreePSet.from(byLedger.keySet()),
            Map.copyOf(revisions),
            deadline);
    return new ProvisionBook(flights.plus(number, flight));
  }

  /** A ledger has decided; unknown flights and second answers change nothing. */
  Answered answered(long number, int ledger, Collection<InstanceId> accepted) {
    Flight flight = flights.get(number);
    if (flight == null || !flight.ledgers().contains(ledger)) {
      return new Answered(this, List.of(), List.of());
    }
    var ids = Set.copyOf(accepted);
    var waiting = new ArrayList<Waiting>();
    var complete = new ArrayList<Waiting>();
    for (Waiting agent : flight.agents()) {
      Waiting next = agent.answered(ledger, ids);
      (next.ledgers().isEmpty() ? complete : waiting).add(next);
    }
    var apps = apps(flight, ledger, ids);
    PMap<Long, Flight> rest =
        waiting.isEmpty()
            ? flights.minus(number)
            : flights.plus(
                number,
                new Flight(
                    number,
                    List.copyOf(waiting),
                    flight.ledgers().minus(ledger),
                    flight.revisions(),
                    flight.deadline()));
    return new Answered(new ProvisionBook(rest), complete, apps);
  }

  /** Offers became void; all of them if {@code offerId} is absent. */
  ProvisionBook withdraw(Optional<String> offerId) {
    return each(
        agent ->
            offerId.map(agent.agent().offerIds()::contains).orElse(true)
                ? agent.withdraw()
                : agent);
  }

  /** The task is killed: were it launched afterwards, Mesos would not remember the kill. */
  ProvisionBook cancel(String taskId) {
    return flights.isEmpty() ? this : each(agent -> agent.cancel(taskId));
  }

  private ProvisionBook each(UnaryOperator<Waiting> change) {
    PMap<Long, Flight> next = flights;
    for (Flight flight : flights.values()) {
      var agents = flight.agents().stream().map(change).toList();
      next =
          next.plus(
              flight.number(),
              new Flight(
                  flight.number(),
                  agents,
                  flight.ledgers(),
                  flight.revisions(),
                  flight.deadline()));
    }
    return new ProvisionBook(next);
  }

  /** Whether a ledger has yet to answer about launches of the app. */
  boolean underWay(AppId appId) {
    return flights.values().stream()
        .anyMatch(
            flight ->
                flight.ledgers().contains(appId.ledger()) && flight.revisions().containsKey(appId));
  }

  List<Flight> overdue(Instant now) {
    return flights.values().stream().filter(f -> !f.deadline().isAfter(now)).toList();
  }

  Optional<Instant> nextWake() {
    return flights.values().stream().map(Flight::deadline).min(Instant::compareTo);
  }

  /** Launches of a flight that a ledger has a say in. */
  static List<LaunchSpec> of(Flight flight, int ledger) {
    return flight.agents().stream()
        .flatMap(agent -> agent.agent().launches().stream())
        .filter(launch -> launch.taskId().instance().ledger() == ledger)
        .toList();
  }

  private static List<AppAnswer> apps(Flight flight, int ledger, Set<InstanceId> accepted) {
    var byApp = new LinkedHashMap<AppId, List<LaunchSpec>>();
    for (LaunchSpec launch : of(flight, ledger)) {
      byApp.computeIfAbsent(launch.definition().id(), app -> new ArrayList<>()).add(launch);
    }
    var answers = new ArrayList<AppAnswer>(byApp.size());
    byApp.forEach(
        (appId, launches) ->
            answers.add(
                new AppAnswer(
                    appId,
                    flight.revisions().get(appId),
                    launches,
                    launches.stream()
                        .filter(launch -> accepted.contains(launch.taskId().instance()))
                        .toList())));
    return answers;
  }

  private static Proposal proposal(LaunchSpec launch) {
    AppDefinition app = launch.definition();
    return new Proposal(
        launch.taskId().instance(),
        app.id(),
        launch.taskId().incarnation(),
        app.versionInfo().map(VersionInfo::lastConfigChangeAt).orElse(app.version()),
        launch.placement());
  }

  /**
   * @param complete agents whose ledgers have all answered
   * @param apps what the answer says about each app
   */
  record Answered(ProvisionBook book, List<Waiting> complete, List<AppAnswer> apps) {}

  /**
   * @param revision of the demand that was proposed for
   */
  record AppAnswer(
      AppId appId, long revision, List<LaunchSpec> proposed, List<LaunchSpec> accepted) {}
}
