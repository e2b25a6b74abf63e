package dev.marathon.scheduler;

import dev.marathon.instance.Condition;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosCall.TaskQuestion;
import dev.marathon.offer.LaunchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls to Mesos that take care of themselves, and those that went wrong. */
final class CallRules {
  private CallRules() {}

  private static final Pattern UNKNOWN_ROLES =
      Pattern.compile("Roles \\{ ([^}]+) } are not present in the master's --roles");
  private static final int OFFERS_PER_DECLINE = 5_000;
  private static final Duration REDO_AFTER = Duration.ofSeconds(1);

  /** An ACCEPT that may have arrived shows itself by then. */
  private static final Duration DOUBT = Duration.ofSeconds(10);

  static void decline(Draft draft, List<String> offers, Duration refuse) {
    for (int i = 0; i < offers.size(); i += OFFERS_PER_DECLINE) {
      var some = offers.subList(i, Math.min(offers.size(), i + OFFERS_PER_DECLINE));
      draft.call(new MesosCall.Decline(List.copyOf(some), refuse));
    }
  }

  static void failed(Draft draft, SchedulerInput.CallFailed failed, Instant now) {
    MesosCall call = failed.call();
    if (call instanceof MesosCall.Accept accept) {
      acceptFailed(draft, accept, failed, now);
    } else if (failed.refused()) {
      draft.note("Mesos refuses " + call.getClass().getSimpleName() + ": " + failed.reason());
      if (call instanceof MesosCall.UpdateFramework update) {
        rolesRefused(draft, update, failed.reason());
      }
    } else if (call instanceof MesosCall.Revive revive) {
      draft.roles = draft.roles.wishAgain(revive.roles());
    } else if (call instanceof MesosCall.Suppress suppress) {
      draft.roles = draft.roles.unsuppressed(suppress.roles());
    } else if (call instanceof MesosCall.Decline || call instanceof MesosCall.UpdateFramework) {
      draft.backlog = draft.backlog.redo(call, now.plus(REDO_AFTER));
    }
    // Kills, questions and acknowledgements are repeated by themselves.
  }

  /** As a master does that was started with a list of roles. */
  private static void rolesRefused(Draft draft, MesosCall.UpdateFramework update, String reason) {
    var named = UNKNOWN_ROLES.matcher(reason);
    if (!named.find()) {
      return;
    }
    var unknown = new HashSet<>(List.of(named.group(1).split(", ")));
    unknown.retainAll(update.roles());
    if (draft.roles.subscribed().stream().anyMatch(unknown::contains)) {
      draft.roles = draft.roles.without(unknown);
      draft.call(draft.roles.update());
    }
  }

  static void redo(Draft draft, Instant now) {
    while (Times.reached(draft.backlog.nextWake(), now)) {
      MesosCall call = draft.backlog.redo().get(0).call();
      draft.backlog = draft.backlog.withoutFirstRedo();
      draft.call(call instanceof MesosCall.UpdateFramework ? draft.roles.update() : call);
    }
  }

  /** Refused tasks were never launched, and their offers are still ours. */
  private static void acceptFailed(
      Draft draft, MesosCall.Accept accept, SchedulerInput.CallFailed failed, Instant now) {
    draft.note("ACCEPT of " + accept.launches().size() + " tasks failed: " + failed.reason());
    if (failed.refused()) {
      decline(draft, accept.offers(), draft.settings.declineBriefly());
      accept
          .launches()
          .forEach(
              launch ->
                  StatusRules.say(
                      draft, launch, Condition.ERROR, "REASON_TASK_INVALID", failed.reason(), now));
      return;
    }
    // Mesos may hold the offers for us for ever; of those that it took this means nothing.
    draft.backlog =
        draft.backlog.redo(
            new MesosCall.Decline(accept.offers(), draft.settings.declineBriefly()),
            now.plus(DOUBT));
    draft.reconciliation =
        draft.reconciliation.askAbout(
            accept.launches().stream().map(CallRules::question).toList(), now.plus(DOUBT));
  }

  private static TaskQuestion question(LaunchSpec launch) {
    return new TaskQuestion(launch.taskId().toString(), Optional.of(launch.placement().agentId()));
  }
}
