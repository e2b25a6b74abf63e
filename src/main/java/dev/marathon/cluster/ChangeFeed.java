package dev.marathon.cluster;

import akka.actor.typed.ActorRef;
import dev.marathon.audit.AuditTranslation;
import dev.marathon.base.GroupId;
import dev.marathon.events.actor.EventHub;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.actor.GroupActor;
import dev.marathon.health.actor.HealthActor;
import dev.marathon.metrics.Metrics;
import dev.marathon.overview.Change;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells each change of the overview to those who live by it. Called on the overview's thread.
 *
 * @param enforcing told which groups make their name the role of their apps, when that changes
 */
record ChangeFeed(
    ActorRef<EventHub.Message> events,
    ActorRef<EventHub.Message> audit,
    ActorRef<HealthActor.Message> health,
    Consumer<Set<GroupId>> enforcing)
    implements Consumer<Change> {

  @Override
  public void accept(Change change) {
    EventHub.Message.of(change).ifPresent(events::tell);
    HealthFeed.of(change).ifPresent(health::tell);
    if (change instanceof Change.LedgerWritten written) {
      Gauges.ran(written);
    } else if (change instanceof Change.OwnerRead read
        && read.owner().equals(GroupActor.PERSISTENCE_ID)) {
      audit.tell(new EventHub.Stored(read.owner(), read.sequence(), read.sequence(), List.of()));
    } else if (change instanceof Change.GroupWritten written) {
      changed(written);
    }
  }

  private void changed(Change.GroupWritten written) {
    Metrics.count(
        "deployments",
        written.write().events().stream()
            .filter(stored -> stored.event() instanceof GroupEvent.ChangeCommitted)
            .count());
    audit.tell(EventHub.Stored.of(written.write(), AuditTranslation.of(written.write().events())));
    var now = Enforcement.of(written.after().group());
    if (!now.equals(Enforcement.of(written.before().group()))) {
      enforcing.accept(now);
    }
  }
}
