package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.javadsl.SnapshotTestKit;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An owner that rests takes a snapshot, if enough happened since its last one. */
class RestingOwnerTest {

  /** Counts; a number is as many changes, below 0 none; the state always has ten entries. */
  private static final class Counter implements Rules<Integer, Integer, Integer, Void, Integer> {
    @Override
    public Integer empty() {
      return 0;
    }

    @Override
    public Decision<Integer, Void, Integer> decide(Integer sum, Integer number, Context context) {
      return number < 0
          ? Decision.reply(sum)
          : new Decision<>(List.of(number), List.of(), sum + number);
    }

    @Override
    public Integer apply(Integer sum, Integer number) {
      return sum + number;
    }

    @Override
    public int entries(Integer sum) {
      return 10;
    }

    @Override
    public int changes(Integer number) {
      return number;
    }

    @Override
    public List<Void> onRecovered(Integer sum, Context context) {
      return List.of();
    }
  }

  private static final int EVERY = 20;
  private static final OwnerSettings SETTINGS =
      new OwnerSettings("counter", 1, EVERY, () -> Instant.EPOCH, UUID::randomUUID);
  private static final JournalEntry<Integer> RESTED = new JournalEntry.Rested<>(Instant.EPOCH);

  private ActorTestKit kit;
  private ManualTime time;
  private PersistenceTestKit journal;
  private SnapshotTestKit snapshots;
  private TestProbe<Object> told;
  private TestProbe<Answer<Integer>> client;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ManualTime.config()
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(
                    ConfigFactory.parseString(
                        """
                        akka.persistence.testkit.events.serialize = off
                        akka.persistence.testkit.snapshots.serialize = off
                        """)));
    time = ManualTime.get(kit.system());
    journal = PersistenceTestKit.create(kit.system());
    snapshots = SnapshotTestKit.create(kit.system());
    told = kit.createTestProbe();
    client = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<GateMessage<Integer, Integer>> owner() {
    var ports =
        new OwnerPorts<Integer, Integer, Void>(
            read -> told.ref().tell(read),
            published -> told.ref().tell(published),
            nothing -> {},
            failure -> told.ref().tell(failure));
    var owner = kit.spawn(Owner.create(SETTINGS, new Counter(), ports));
    owner.tell(new GateMessage.Begin<>());
    return owner;
  }

  private void count(ActorRef<GateMessage<Integer, Integer>> owner, int number) {
    owner.tell(new Ask<>(number, Cause.internal("test"), client.ref()));
    client.receiveMessage();
  }

  /** Answered when everything sent before was taken in; changes nothing. */
  private void await(ActorRef<GateMessage<Integer, Integer>> owner) {
    count(owner, -1);
  }

  private void rest() {
    time.timePasses(SETTINGS.restAfter());
  }

  @Test
  void restTakesASnapshotAndTellsOfItsRecord() {
    var owner = owner();
    count(owner, 1);
    count(owner, 6);
    told.receiveSeveralMessages(3);

    rest();

    assertThat(told.receiveMessage())
        .isEqualTo(new Published<>("counter", 4, 4, List.of(), List.of(7)));
    assertThat(journal.persistedInStorage("counter")).last().isEqualTo(RESTED);
    snapshots.expectNextPersisted("counter", new Held<>(7, 1));
    count(owner, 1);
  }

  @Test
  void whoeverComesNextHasNothingToReplay() {
    var owner = owner();
    count(owner, 7);
    rest();
    snapshots.expectNextPersisted("counter", new Held<>(7, 1));
    told.receiveSeveralMessages(3);
    kit.stop(owner);
    journal.clearByPersistenceId("counter");

    owner();

    assertThat(told.receiveMessage()).isEqualTo(new Recovered<>("counter", new Held<>(7, 1), 4));
  }

  @Test
  void littleIsNotWorthASnapshot() {
    var owner = owner();
    count(owner, 4);
    told.receiveSeveralMessages(2);

    rest();

    told.expectNoMessage();
    snapshots.expectNothingPersisted("counter");
  }

  @Test
  void whoIsBusyDoesNotRest() {
    var owner = owner();
    count(owner, 5);
    time.timePasses(SETTINGS.restAfter().dividedBy(2));
    count(owner, 2);
    told.receiveSeveralMessages(3);
    time.timePasses(SETTINGS.restAfter().dividedBy(2));
    await(owner);
    told.expectNoMessage();

    rest();

    assertThat(told.receiveMessage())
        .isEqualTo(new Published<>("counter", 4, 4, List.of(), List.of(7)));
  }

  @Test
  void whatWasReplayedCounts() {
    var first = owner();
    count(first, 7);
    kit.stop(first);
    told.receiveSeveralMessages(2);
    var second = owner();
    told.receiveMessage();
    await(second);

    rest();

    assertThat(told.receiveMessage())
        .isEqualTo(new Published<>("counter", 4, 4, List.of(), List.of(7)));
  }
}
