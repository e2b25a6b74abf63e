package dev.marathon.cluster;

import dev.marathon.base.TaskId;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.overview.Fact;
import java.time.Instant;
import java.util.Optional;

/** What the owners say beside their events, as facts of the overview. */
final class Progress {

  private Progress() {}

  static Optional<Fact> of(DeploymentNews news) {
    return news instanceof DeploymentNews.StepStarted started
        ? Optional.of(new Fact.Progressed(started.plan().id(), started.step()))
        : Optional.empty();
  }

  static Optional<Fact> of(LedgerEffect effect, Instant now) {
    if (effect instanceof LedgerEffect.AnnounceDemand announced) {
      return Optional.of(new Fact.Demanded(announced.demand(), now));
    }
    if (effect instanceof LedgerEffect.Observed observed) {
      return TaskId.parse(observed.status().taskId())
          .map(task -> seen(observed, task.incarnation()));
    }
    if (effect instanceof LedgerEffect.UnknownTerminated unknown) {
      return Optional.of(
          new Fact.UnknownTerminated(
              unknown.taskId(), unknown.appPathGuess(), unknown.condition()));
    }
    return Optional.empty();
  }

  private static Fact seen(LedgerEffect.Observed observed, int incarnation) {
    return observed
        .status()
        .checkResult()
        .<Fact>map(result -> new Fact.CheckSeen(observed.id(), incarnation, result))
        .orElseGet(
            () -> new Fact.Observed(observed.id(), incarnation, observed.status().condition()));
  }
}
