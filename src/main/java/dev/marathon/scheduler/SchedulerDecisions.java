package dev.marathon.scheduler;

import dev.marathon.base.Unhandled;
import dev.marathon.mesos.MesosEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the scheduler: what follows from one thing heard. After each of them everything that
 * time or the new state makes due is done, so that no rule has to remember the others.
 */
public final class SchedulerDecisions {
  private SchedulerDecisions() {}

  /**
   * @param effects in order
   */
  public record Step(SchedulerState state, List<SchedulerEffect> effects) {}

  public static Step decide(SchedulerState state, SchedulerInput input, Instant now) {
    var draft = new Draft(state);
    hear(draft, input, now);
    if (draft.started) {
      settle(draft, now);
    }
    return new Step(draft.state(), List.copyOf(draft.out));
  }

  private static void hear(Draft draft, SchedulerInput input, Instant now) {
    if (input instanceof SchedulerInput.FromMesos came) {
      came.events().forEach(event -> fromMesos(draft, event, now));
    } else if (input instanceof SchedulerInput.StatusAnswered answer) {
      answer.tokens().forEach(token -> StatusRules.answered(draft, token, answer.recorded(), now));
    } else if (input instanceof SchedulerInput.DemandAnnounced announced) {
      LaunchRules.announced(draft, announced.demand(), now);
    } else if (input instanceof SchedulerInput.RoundDone done) {
      LaunchRules.roundDone(draft, done.result(), now);
    } else if (input instanceof SchedulerInput.ProvisionAnswered answer) {
      LaunchRules.answered(draft, answer, now);
    } else if (input instanceof SchedulerInput.KillWanted wanted) {
      draft.kills = draft.kills.want(wanted.kill());
      draft.provisions = draft.provisions.cancel(wanted.kill().taskId());
    } else if (input instanceof SchedulerInput.KillDone done) {
      draft.kills = draft.kills.done(done.taskId());
    } else if (input instanceof SchedulerInput.LiveAnswered live) {
      listed(draft, live, now);
    } else if (input instanceof SchedulerInput.CallFailed failed) {
      CallRules.failed(draft, failed, now);
    } else if (input instanceof SchedulerInput.Started) {
      start(draft, now);
    } else if (!(input instanceof SchedulerInput.TimePassed)) {
      throw new Unhandled(input);
    }
  }

  private static void fromMesos(Draft draft, MesosEvent event, Instant now) {
    if (event instanceof MesosEvent.Updated updated) {
      StatusRules.updated(draft, updated.status(), now); // Handled when its ledger has answered.
      return;
    }
    if (event instanceof MesosEvent.Offers offers) {
      draft.offers = draft.offers.plus(offers.offers(), now, draft.settings);
      draft.news = true;
    } else if (event instanceof MesosEvent.Rescinded rescinded) {
      draft.offers = draft.offers.minus(List.of(rescinded.offerId()));
      draft.provisions = draft.provisions.withdraw(Optional.of(rescinded.offerId()));
    } else if (event instanceof MesosEvent.Subscribed subscribed) {
      subscribed(draft, subscribed, now);
    } else if (event instanceof MesosEvent.Disconnected gone) {
      draft.note("disconnected from the master: " + gone.reason());
      disconnected(draft);
    } else if (event instanceof MesosEvent.FrameworkMessage) {
      draft.out.add(new SchedulerEffect.Announce(event));
    } else if (event instanceof MesosEvent.FailedOver over) {
      end(draft, Fatal.Kind.FAILED_OVER, over.message());
    } else if (event instanceof MesosEvent.FrameworkRemoved removed) {
      end(draft, Fatal.Kind.FRAMEWORK_REMOVED, removed.message());
    } else if (event instanceof MesosEvent.Refused refused) {
      end(draft, Fatal.Kind.REFUSED, refused.message());
    } else if (!(event instanceof MesosEvent.AgentFailed)
        && !(event instanceof MesosEvent.ExecutorFailed)) { // Their tasks' updates tell more.
      throw new Unhandled(event);
    }
    draft.handled();
  }

  /** What was offered before is void; what was asked before may not have arrived. */
  private static void subscribed(Draft draft, MesosEvent.Subscribed subscribed, Instant now) {
    disconnected(draft);
    draft.connection = draft.connection.to(subscribed, now);
    draft.out.add(new SchedulerEffect.Announce(subscribed));
    draft.kills = draft.kills.again();
    if (!draft.roles.subscribed().equals(draft.settings.roles())) {
      draft.call(draft.roles.update()); // The stream may have broken before the call arrived.
    }
    draft.roles = draft.roles.reopened().wishAgain(draft.demands.ready().keySet());
    if (draft.started) {
      draft.reconciliation = draft.reconciliation.begin(now, draft.settings.reconcile());
    }
  }

  private static void disconnected(Draft draft) {
    draft.connection = draft.connection.lost();
    draft.offers = draft.offers.none();
    draft.provisions = draft.provisions.withdraw(Optional.empty());
    draft.reconciliation = Reconciliation.IDLE;
    draft.backlog = draft.backlog.withoutRedo();
  }

  private static void start(Draft draft, Instant now) {
    if (draft.started) {
      return;
    }
    draft.started = true;
    draft.news = true;
    if (draft.connection.up()) {
      draft.reconciliation = draft.reconciliation.begin(now, draft.settings.reconcile());
    }
    var early = draft.backlog.early();
    draft.backlog = draft.backlog.withoutEarly();
    early.forEach(status -> StatusRules.updated(draft, status, now));
  }

  private static void listed(Draft draft, SchedulerInput.LiveAnswered live, Instant now) {
    draft.reconciliation =
        live.tasks()
            .map(tasks -> draft.reconciliation.listed(live.ledger(), tasks, now))
            .orElseGet(
                () ->
                    draft.reconciliation.listLater(
                        live.ledger(), now.plus(draft.settings.busyRetry())));
  }

  private static void end(Draft draft, Fatal.Kind kind, String message) {
    disconnected(draft);
    draft.out.add(new SchedulerEffect.End(new Fatal(kind, message)));
  }

  /** Everything that is due now. */
  private static void settle(Draft draft, Instant now) {
    StatusRules.due(draft, now);
    LaunchRules.overdue(draft, now);
    LaunchRules.backoffsEnd(draft, now);
    draft.statistics = draft.statistics.forget(now);
    expireOffers(draft, now);
    if (!draft.connection.up()) {
      return;
    }
    if (draft.round.isEmpty() && !draft.roundDue()) {
      draft.roles =
          draft.roles.settle(
              now, draft.settings, draft.demands::wanted, draft.demands::unmet, draft.out);
    }
    draft.kills = draft.kills.send(now, draft.settings, draft.out);
    draft.reconciliation = draft.reconciliation.proceed(now, draft.settings.reconcile(), draft.out);
    CallRules.redo(draft, now);
  }

  private static void expireOffers(Draft draft, Instant now) {
    if (draft.round.isPresent() || draft.roundDue()) {
      return; // The round may want them.
    }
    Map<String, Optional<Instant>> wanted = new HashMap<>();
    Instant soon = now.plus(draft.settings.holdForBackoff());
    var expired =
        draft.offers.expire(
            now,
            role -> wanted.computeIfAbsent(role, r -> draft.demands.soonest(r, soon)),
            draft.settings.holdUnused());
    draft.offers = expired.book();
    CallRules.decline(draft, expired.declined(), draft.settings.declineFor());
  }
}
