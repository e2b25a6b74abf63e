package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.RoundResult;
import dev.marathon.offer.RoundResult.AgentLaunches;
import dev.marathon.offer.RoundResult.DemandReport;
import dev.marathon.scheduler.ProvisionBook.AppAnswer;
import dev.marathon.scheduler.ProvisionBook.Flight;
import dev.marathon.scheduler.ProvisionBook.Waiting;
import dev.marathon.scheduler.SchedulerState.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From demand and offers to launches: the scheduler proposes, the ledgers dispose. */
final class LaunchRules {
  private LaunchRules() {}

  static void announced(Draft draft, Demand demand, Instant now) {
    boolean underWay = draft.provisions.underWay(demand.appId());
    draft.demands = draft.demands.announce(demand, underWay, now);
    draft.statistics = draft.statistics.waiting(demand.appId(), demand.count() > 0, now);
    draft.news = true;
    draft
        .demands
        .get(demand.appId())
        .filter(open -> open.ready(now))
        .ifPresent(open -> draft.roles = draft.roles.wish(open.role()));
  }

  static void backoffsEnd(Draft draft, Instant now) {
    var woken = draft.demands.wake(now);
    for (String role : woken.roles()) {
      draft.roles = draft.roles.wish(role);
      draft.news = true;
    }
    draft.demands = woken.book();
  }

  /** Proposes what the round found to the ledgers; offers that are void by now are left out. */
  static void roundDone(Draft draft, RoundResult result, Instant now) {
    Round round = draft.round.orElseThrow();
    draft.round = Optional.empty();
    draft.statistics = draft.statistics.plus(result.reports(), now);
    var used = usable(draft, result);
    Set<AppId> proposed = apps(used);
    for (DemandReport report : result.reports()) {
      tried(draft, round, report, proposed.contains(report.appId()), now);
    }
    boolean unfinished = result.reports().size() < round.revisions().size();
    draft.news |= unfinished || used.size() < result.used().size();
    if (!used.isEmpty()) {
      used.forEach(agent -> draft.offers = draft.offers.minus(agent.offerIds()));
      Map<AppId, Long> revisions = new HashMap<>();
      proposed.forEach(appId -> revisions.put(appId, round.revisions().get(appId)));
      used.forEach(
          agent ->
              agent
                  .launches()
                  .forEach(launch -> draft.statuses = draft.statuses.proposed(launch.taskId())));
      draft.provisions =
          draft.provisions.propose(
              round.number(), used, revisions, now.plus(draft.settings.answerWithin()), draft.out);
    }
  }

  static void answered(Draft draft, SchedulerInput.ProvisionAnswered answer, Instant now) {
    List<InstanceId> accepted = answer.accepted().orElse(List.of());
    var answered = draft.provisions.answered(answer.flight(), answer.ledger(), accepted);
    draft.provisions = answered.book();
    for (AppAnswer app : answered.apps()) {
      if (answer.accepted().isPresent()) {
        decided(draft, app, now);
      } else {
        Instant again = now.plus(draft.settings.busyRetry());
        draft.demands = draft.demands.update(app.appId(), now, open -> open.paused(again));
      }
    }
    draft.news = true;
    answered.complete().forEach(waiting -> close(draft, waiting, now));
  }

  /**
   * A ledger that has not answered may have stored the launches all the same; so it is told that
   * they came to nothing.
   */
  static void overdue(Draft draft, Instant now) {
    for (Flight flight : draft.provisions.overdue(now)) {
      for (int ledger : flight.ledgers()) {
        List<LaunchSpec> launches = ProvisionBook.of(flight, ledger);
        draft.note("ledger " + ledger + " does not answer about " + launches.size() + " launches");
        answered(
            draft,
            new SchedulerInput.ProvisionAnswered(flight.number(), ledger, Optional.empty()),
            now);
        launches.forEach(
            launch ->
                StatusRules.say(
                    draft,
                    launch,
                    Condition.DROPPED,
                    TaskStatus.INVALID_OFFERS,
                    "not launched in time",
                    now));
      }
    }
  }

  private static List<AgentLaunches> usable(Draft draft, RoundResult result) {
    var used = new ArrayList<AgentLaunches>(result.used().size());
    for (AgentLaunches agent : result.used()) {
      if (!draft.connection.up() || !draft.offers.has(agent.offerIds())) {
        continue;
      }
      var wanted =
          agent.launches().stream()
              .filter(launch -> draft.demands.get(launch.definition().id()).isPresent())
              .toList();
      if (!wanted.isEmpty()) {
        used.add(
            new AgentLaunches(agent.agentId(), agent.allocationRole(), agent.offerIds(), wanted));
      }
    }
    return used;
  }

  private static Set<AppId> apps(List<AgentLaunches> used) {
    var apps = new HashSet<AppId>();
    used.forEach(agent -> agent.launches().forEach(launch -> apps.add(launch.definition().id())));
    return apps;
  }

  private static void tried(
      Draft draft, Round round, DemandReport report, boolean proposed, Instant now) {
    boolean done = report.settled() && report.launched() == 0;
    long revision = round.revisions().get(report.appId());
    draft.demands =
        draft.demands.update(
            report.appId(),
            now,
            open ->
                open.tried(
                        done && open.revision() == revision
                            ? round.newestArrival()
                            : open.triedUpTo(),
                        round.number())
                    .withProposed(proposed || open.proposed()));
    draft.news |= !report.settled();
  }

  /** The ledger's answer to the proposals of one app. */
  private static void decided(Draft draft, AppAnswer app, Instant now) {
    draft.demands = draft.demands.nextRevision();
    long revision = draft.demands.revisions();
    var ids = ids(app.proposed());
    var placed = app.accepted().stream().map(LaunchSpec::placement).toList();
    draft.demands =
        draft.demands.update(
            app.appId(),
            now,
            open ->
                open.revision() == app.revision()
                    ? open.answered(ids, placed, revision)
                    : open.withProposed(false));
    boolean waits = draft.demands.get(app.appId()).isPresent();
    draft.statistics = draft.statistics.waiting(app.appId(), waits, now);
  }

  private static Set<InstanceId> ids(List<LaunchSpec> launches) {
    Function<LaunchSpec, InstanceId> id = launch -> launch.taskId().instance();
    return launches.stream().map(id).collect(Collectors.toUnmodifiableSet());
  }

  /** All ledgers have their say: launch what is stored. */
  private static void close(Draft draft, Waiting waiting, Instant now) {
    AgentLaunches agent = waiting.agent();
    if (waiting.withdrawn()) {
      waiting
          .stored()
          .forEach(
              launch ->
                  StatusRules.say(
                      draft,
                      launch,
                      Condition.DROPPED,
                      TaskStatus.INVALID_OFFERS,
                      "Mesos took the offer back before the task was launched",
                      now));
    } else if (waiting.stored().isEmpty()) {
      CallRules.decline(draft, agent.offerIds(), draft.settings.declineBriefly());
    } else {
      Duration refuse =
          draft.demands.wanted(agent.allocationRole())
              ? Duration.ZERO
              : draft.settings.declineFor();
      draft.call(new MesosCall.Accept(agent.offerIds(), waiting.stored(), refuse));
    }
  }
}
