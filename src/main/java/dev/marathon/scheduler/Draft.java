package dev.marathon.scheduler;

import dev.marathon.mesos.MesosCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The next state and the effects, while one decision is worked out. */
final class Draft {

  final SchedulerSettings settings;
  final List<SchedulerEffect> out = new ArrayList<>();
  boolean started;
  Connection connection;
  OfferBook offers;
  DemandBook demands;
  RoleInterest roles;
  ProvisionBook provisions;
  KillBook kills;
  StatusBook statuses;
  Reconciliation reconciliation;
  MatchStatistics statistics;
  Backlog backlog;
  Optional<SchedulerState.Round> round;
  long rounds;
  boolean news;

  Draft(SchedulerState state) {
    this.settings = state.settings();
    this.started = state.started();
    this.connection = state.connection();
    this.offers = state.offers();
    this.demands = state.demands();
    this.roles = state.roles();
    this.provisions = state.provisions();
    this.kills = state.kills();
    this.statuses = state.statuses();
    this.reconciliation = state.reconciliation();
    this.statistics = state.statistics();
    this.backlog = state.backlog();
    this.round = state.round();
    this.rounds = state.rounds();
    this.news = state.news();
  }

  boolean roundDue() {
    return state().roundDue();
  }

  void call(MesosCall call) {
    out.add(new SchedulerEffect.Call(call));
  }

  void note(String text) {
    out.add(new SchedulerEffect.Note(text));
  }

  void handled() {
    out.add(new SchedulerEffect.Handled());
  }

  SchedulerState state() {
    return new SchedulerState(
        settings,
        started,
        connection,
        offers,
        demands,
        roles,
        provisions,
        kills,
        statuses,
        reconciliation,
        statistics,
        backlog,
        round,
        rounds,
        news);
  }
}
