package dev.marathon.offer;

import dev.marathon.base.Context;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Placement;
import dev.marathon.offer.ConstraintRule.Verdict;
import dev.marathon.offer.MatchSettings.Placing;
import dev.marathon.offer.Offer.Resource;
import dev.marathon.offer.RoundInput.Wanted;
import dev.marathon.spec.PortRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** One demand in a round: finds an agent for one instance at a time. */
final class DemandTurn {

  private final Demand demand;
  private final boolean enforceRole;
  private final long triedUpTo;
  private final Requirement requirement;
  private final List<PortRequest> ports;
  private final ConstraintEvaluator constraints;
  private final PriorityQueue<Cell> cells = new PriorityQueue<>();
  private final Map<String, Integer> perAgent = new HashMap<>();
  private final RoundTools tools;
  private final Optional<Failure> failure;
  private Tally tally;
  private int launched;
  private boolean exhausted;

  DemandTurn(Wanted wanted, RolePool pool, RoundTools tools) {
    this.demand = wanted.demand();
    this.enforceRole = wanted.enforceRole();
    this.tools = tools;
    var settings = tools.look().settings();
    this.requirement = Requirement.of(demand.definition(), settings, tools::same);
    this.ports = demand.definition().portRequests();
    this.constraints = new ConstraintEvaluator(demand.definition(), demand.placed());
    this.tally = new Tally(tools.budget(), settings.explained());
    var fields = constraints.groupFields();
    // A group that waited for another one may be open for agents that were tried before.
    this.triedUpTo = fields.isEmpty() ? wanted.triedUpTo() : 0;
    this.failure =
        constraints.countsNothing()
            ? Optional.of(new Failure(requirement, triedUpTo))
            : Optional.empty();
    boolean spread = settings.placing() == Placing.SPREAD;
    if (spread) {
      demand.placed().forEach(p -> perAgent.merge(p.agentId(), 1, Integer::sum));
    }
    int start = spread ? pool.nextStart() : 0;
    int order = 0;
    for (List<Agent> agents : pool.grouped(fields)) {
      int there = fields.isEmpty() ? 0 : placedIn(fields, agents.get(0));
      cells.add(new Cell(order++, agents, start, this::instancesOn, there));
    }
  }

  int cells() {
    return cells.size();
  }

  boolean satisfied() {
    return launched == demand.count();
  }

  /** Finds room for one more instance; false if there is none in this round. */
  boolean launchOne() {
    if (launched == 0 && failedAsOthersDid()) {
      return false;
    }
    var setAside = new ArrayList<Cell>(0);
    boolean found = false;
    while (!found && !cells.isEmpty()) {
      Cell cell = cells.poll();
      Verdict verdict = constraints.groups(cell.sample());
      if (verdict == Verdict.BLOCKED) {
        setAside.add(cell);
        if (constraints.onlyOneGrouping()) {
          break; // Every other group is at least as large.
        }
      } else if (verdict == Verdict.CLOSED) {
        decline(cell);
      } else if (launchIn(cell)) {
        cells.add(cell);
        found = true;
      }
    }
    cells.addAll(setAside);
    exhausted = !found;
    if (exhausted && launched == 0) {
      failure.ifPresent(key -> tools.failed(key, tally));
    }
    return found;
  }

  /** What nobody has room for need not be looked for twice. */
  private boolean failedAsOthersDid() {
    var before = failure.flatMap(tools::failedBefore);
    before.ifPresent(
        same -> {
          tally = same;
          cells.clear();
          exhausted = true;
        });
    return before.isPresent();
  }

  RoundResult.DemandReport report() {
    if (exhausted) {
      cells.forEach(this::decline);
    }
    return tally.report(
        demand.appId(), launched, demand.count() - launched, exhausted || satisfied());
  }

  private boolean launchIn(Cell cell) {
    boolean pack = tools.look().settings().placing() == Placing.PACK;
    for (Agent agent = next(cell); agent != null; agent = next(cell)) {
      if (fits(agent)) {
        launchOn(agent);
        cell.launched(agent, instancesOn(agent), pack);
        return true;
      }
    }
    return false;
  }

  /** The next agent that was not tried in an earlier round. */
  private Agent next(Cell cell) {
    Agent agent = cell.next();
    while (agent != null && agent.newest() <= triedUpTo) {
      agent = cell.next();
    }
    return agent;
  }

  private boolean fits(Agent agent) {
    tools.check();
    boolean open = constraints.open(agent);
    if (open && requirement.roomOn(agent, tools.look())) {
      tally.used(agent);
      return true;
    }
    if (tally.usedBefore(agent)) {
      return false;
    }
    if (tally.explaining()) {
      tally.explained(agent, requirement.explain(agent, tools.look(), constraints.unmet(agent)));
    } else {
      tally.declined(agent, requirement.first(agent, tools.look(), !open));
    }
    return false;
  }

  private void decline(Cell cell) {
    for (Agent agent = next(cell); agent != null; agent = next(cell)) {
      fits(agent);
    }
  }

  private void launchOn(Agent agent) {
    var taken = new ArrayList<Resource>();
    List<Integer> hostPorts = requirement.take(agent, ports, tools.dice(), taken);
    Offer offer = agent.offer();
    var placement =
        new Placement(
            offer.agentId(),
            offer.host(),
            hostPorts,
            offer.region(),
            offer.zone(),
            constraints.attributes(agent));
    agent
        .launches()
        .add(
            new LaunchSpec(
                nextTask(tools.context()),
                demand.definition(),
                enforceRole,
                placement,
                offer.allocationRole(),
                List.copyOf(taken)));
    constraints.count(placement);
    perAgent.merge(offer.agentId(), 1, Integer::sum);
    launched++;
  }

  /** Those that ran before come first: they have waited longest. */
  private TaskId nextTask(Context context) {
    if (launched < demand.relaunch().size()) {
      var relaunch = demand.relaunch().get(launched);
      return relaunch.id().task(relaunch.incarnation());
    }
    return new InstanceId(demand.appId().safe(), context.newId()).task(1);
  }

  private int instancesOn(Agent agent) {
    return perAgent.getOrDefault(agent.offer().agentId(), 0);
  }

  private int placedIn(List<String> fields, Agent sample) {
    int count = 0;
    for (Placement placement : demand.placed()) {
      boolean same = true;
      for (String field : fields) {
        String value = AttributeText.field(field, placement).orElse(null);
        same &= value != null && value.equals(sample.value(field));
      }
      count += same ? 1 : 0;
    }
    return count;
  }

  /**
   * Demands that fail at the same agents.
   *
   * @param triedUpTo agents before were not looked at
   */
  private record Failure(Requirement requirement, long triedUpTo) {}
}
