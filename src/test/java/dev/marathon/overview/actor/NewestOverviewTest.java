package dev.marathon.overview.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.marathon.overview.Change;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import dev.marathon.overview.actor.OverviewActor.Message;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Readers see what was told before they came, or are sent to the actor. */
class NewestOverviewTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Message.Changing CHANGE =
      new Message.Noted(new Fact.Registered("framework-1"));

  private final NewestOverview newest = new NewestOverview();

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @Test
  void itIsThereWhileNothingIsOnItsWay() {
    assertThat(newest.read()).containsSame(Overview.EMPTY);
  }

  @Test
  void itIsNotReadWhileAChangeIsOnItsWay() {
    TestProbe<Message> slow = KIT.createTestProbe();
    newest.tell(slow.getRef(), CHANGE);
    newest.tell(slow.getRef(), CHANGE);
    assertThat(newest.read()).isEmpty();

    newest.taken(Overview.EMPTY);
    assertThat(newest.read()).isEmpty();

    newest.taken(Overview.EMPTY);
    assertThat(newest.read()).isPresent();
  }

  @Test
  void theActorTakesChangesIn() {
    TestProbe<Change> told = KIT.createTestProbe();
    var actor =
        KIT.spawn(OverviewActor.create(InstantSource.system(), told.getRef()::tell, newest));
    newest.tell(actor, CHANGE);
    var change = told.receiveMessage();

    await().until(() -> newest.read().isPresent());
    assertThat(newest.read()).containsSame(change.after());
  }
}
