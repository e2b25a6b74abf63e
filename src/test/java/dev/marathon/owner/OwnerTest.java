package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Adds numbers; refuses negative ones; the effect is the new sum. */
  private static final class Adder implements Rules<Integer, Integer, Integer, String, Integer> {
    @Override
    public Integer empty() {
      return 0;
    }

    @Override
    public Decision<Integer, String, Integer> decide(Integer sum, Integer number, Context context) {
      return number < 0
          ? Decision.reply(-1)
          : new Decision<>(List.of(number), List.of("sum " + (sum + number)), sum + number);
    }

    @Override
    public Integer apply(Integer sum, Integer number) {
      return sum + number;
    }

    @Override
    public List<String> onRecovered(Integer sum, Context context) {
      return List.of("recovered " + sum);
    }
  }

  private ActorTestKit kit;
  private PersistenceTestKit journal;
  private TestProbe<Object> log;
  private TestProbe<Answer<Integer>> client;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            PersistenceTestKitPlugin.config()
                .withFallback(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")));
    journal = PersistenceTestKit.create(kit.system());
    log = kit.createTestProbe();
    client = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private akka.actor.typed.ActorRef<GateMessage<Integer, Integer>> owner(long epoch) {
    return owner(CompletableFuture.completedFuture(epoch));
  }

  private akka.actor.typed.ActorRef<GateMessage<Integer, Integer>> owner(
      CompletableFuture<Long> epoch) {
    var settings =
        new OwnerSettings(
            "adder",
            epoch,
            1000,
            () -> Instant.EPOCH,
            UUID::randomUUID,
            () -> true,
            JournalWatch.NOBODY,
            Storage.NODE);
    var ports =
        new OwnerPorts<Integer, Integer, String>(
            read -> log.ref().tell(read),
            published -> log.ref().tell(published),
            effect -> log.ref().tell(effect),
            failure -> log.ref().tell(failure));
    return kit.spawn(Owner.create(settings, new Adder(), ports));
  }

  private Ask<Integer, Integer> add(int number) {
    return new Ask<>(number, Cause.internal("test"), client.ref());
  }

  @Test
  void nothingIsDecidedBeforeTheTakeOverIsComplete() {
    var owner = owner(1);
    owner.tell(add(1));
    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 1), 1));
    client.expectNoMessage();

    owner.tell(new GateMessage.Begin<>());

    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(1));
  }

  @Test
  void anOwnerReadsBeforeItKnowsItsEpochButStoresNothing() {
    journal.persistForRecovery(
        "adder", List.of(new JournalEntry.EpochBegan<Integer>(1, Instant.EPOCH)));
    var epoch = new CompletableFuture<Long>();
    var owner = owner(epoch);
    owner.tell(new GateMessage.Begin<>());
    owner.tell(add(5));
    client.expectNoMessage();
    assertThat(journal.persistedInStorage("adder")).hasSize(1);

    epoch.complete(2L);

    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(5));
    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 2), 2));
  }

  @Test
  void anEventIsStoredThenPublishedThenActedUpon() {
    var owner = owner(1);
    owner.tell(new GateMessage.Begin<>());
    owner.tell(add(5));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(5));

    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 1), 1));
    assertThat(log.receiveMessage()).isEqualTo("recovered 0");
    var stored = new Stored<>(5, Instant.EPOCH, 1, Cause.internal("test"));
    assertThat(log.receiveMessage())
        .isEqualTo(new Published<>("adder", 2, 2, List.of(stored), List.of(5)));
    assertThat(log.receiveMessage()).isEqualTo("sum 5");
    assertThat(journal.persistedInStorage("adder")).last().isEqualTo(stored);
  }

  @Test
  void manyAsksAreFoldedInOneWriteAndAnsweredInOrder() {
    var owner = owner(1);
    for (int i = 1; i <= 100; i++) {
      owner.tell(add(i));
    }
    owner.tell(new GateMessage.Begin<>());

    int sum = 0;
    for (int i = 1; i <= 100; i++) {
      sum += i;
      assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(sum));
    }
    log.receiveMessage();
    log.receiveMessage();
    var published = (Published<?, ?>) log.receiveMessage();
    assertThat(published.events()).hasSize(100);
    assertThat(published.firstSequence()).isEqualTo(2);
    assertThat(published.lastSequence()).isEqualTo(3);
    assertThat(journal.persistedInStorage("adder")).hasSize(3);
  }

  @Test
  void eventsOfOneRecordAreFoldedOneAfterTheOther() {
    var first = owner(OwnerSettings.NEXT_EPOCH);
    first.tell(add(1));
    first.tell(add(2));
    first.tell(add(3));
    first.tell(new GateMessage.Begin<>());
    client.receiveSeveralMessages(3);
    kit.stop(first);
    assertThat(journal.persistedInStorage("adder"))
        .hasSize(2)
        .last()
        .isInstanceOf(StoredTogether.class);
    log.receiveSeveralMessages(6);

    owner(OwnerSettings.NEXT_EPOCH);

    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(6, 2), 3));
  }

  @Test
  void askerBeyondTheCapacityIsToldBusyAndNothingHappens() {
    var owner = owner(1);
    for (int i = 0; i < OwnerSettings.GATE_CAPACITY; i++) {
      owner.tell(add(1));
    }
    owner.tell(add(1));

    assertThat(client.receiveMessage()).isEqualTo(new Answer.Busy<>());
    owner.tell(new GateMessage.Begin<>());
    for (int i = 1; i <= OwnerSettings.GATE_CAPACITY; i++) {
      assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(i));
    }
  }

  @Test
  void replayFoldsWithoutEffectsAndCountsTheTakeOver() {
    var first = owner(OwnerSettings.NEXT_EPOCH);
    first.tell(new GateMessage.Begin<>());
    first.tell(add(7));
    client.receiveMessage();
    kit.stop(first);
    for (int i = 0; i < 4; i++) {
      log.receiveMessage();
    }

    owner(OwnerSettings.NEXT_EPOCH);

    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(7, 2), 3));
    log.expectNoMessage();
  }

  @Test
  void failedWriteIsNotPublishedAndItsOutcomeIsUnknownAndTheOwnerGoesOn() {
    var owner = owner(1);
    owner.tell(new GateMessage.Begin<>());
    log.receiveMessage();
    log.receiveMessage();
    journal.failNextPersisted("adder");

    owner.tell(add(5));

    assertThat(client.receiveMessage()).isEqualTo(new Answer.Unknown<>());
    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 1), 2));
    assertThat(log.receiveMessage()).isEqualTo("recovered 0");
    owner.tell(add(6));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(6));
  }

  @Test
  void whileTheStoreTakesNoWritesAskersAreSentAwayAndAfterwardsTheOwnerServes() {
    var owner = owner(1);
    owner.tell(new GateMessage.Begin<>());
    log.receiveMessage();
    log.receiveMessage();
    journal.failNextNPersisted("adder", 3);

    owner.tell(add(5));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Unknown<>());
    owner.tell(add(6));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Away<>());
    owner.tell(add(7));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Away<>());

    assertThat(log.receiveMessage(PATIENCE))
        .isEqualTo(new Recovered<>("adder", new Held<>(0, 1), 2));
    assertThat(log.receiveMessage()).isEqualTo("recovered 0");
    owner.tell(add(8));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(8));
  }

  @Test
  void anOwnerOfAnOlderEpochSaysSoAndWritesNothing() {
    journal.persistForRecovery("adder", List.of(new JournalEntry.EpochBegan<>(5, Instant.EPOCH)));
    var owner = owner(4);
    owner.tell(new GateMessage.Begin<>());
    owner.tell(add(1));

    assertThat(log.receiveMessage())
        .isInstanceOf(Superseded.class)
        .asString()
        .contains("adder was taken over by epoch 5; ours is 4");
    client.expectNoMessage();
    assertThat(journal.persistedInStorage("adder")).hasSize(1);
  }

  @Test
  void anOwnerThatCountsByItselfCountsOncePerNode() {
    var owner = owner(OwnerSettings.NEXT_EPOCH);
    owner.tell(new GateMessage.Begin<>());
    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 1), 1));
    log.receiveMessage();
    journal.failNextPersisted("adder");
    owner.tell(add(5));

    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 1), 2));
  }

  @Test
  void aJournalThatCannotBeReadIsReportedWithItsRecord() {
    journal.persistForRecovery("adder", List.of(new JournalEntry.EpochBegan<>(1, Instant.EPOCH)));
    journal.failNextRead("adder");
    owner(2);

    assertThat(log.receiveMessage())
        .isInstanceOf(UnreadableJournal.class)
        .asString()
        .contains("record 1 of adder");
  }

  @Test
  void aNodeThatMayNoLongerActStoresAndAnswersNothing() {
    var mayAct = new java.util.concurrent.atomic.AtomicBoolean(true);
    var settings =
        new OwnerSettings(
            "adder",
            1,
            1000,
            () -> Instant.EPOCH,
            UUID::randomUUID,
            mayAct::get,
            JournalWatch.NOBODY);
    var ports =
        new OwnerPorts<Integer, Integer, String>(
            held -> log.ref().tell(held), published -> {}, effect -> {}, failure -> {});
    var owner = kit.spawn(Owner.create(settings, new Adder(), ports));
    owner.tell(new GateMessage.Begin<>());
    owner.tell(add(1));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(1));

    mayAct.set(false);
    owner.tell(add(1));

    client.expectNoMessage();
    assertThat(journal.persistedInStorage("adder")).hasSize(2);
  }

  @Test
  void aRehearsalReadsAndWritesNothing() {
    journal.persistForRecovery("adder", List.of(new JournalEntry.EpochBegan<>(3, Instant.EPOCH)));
    var owner = owner(OwnerSettings.REHEARSAL);
    owner.tell(new GateMessage.Begin<>());
    owner.tell(add(1));

    assertThat(log.receiveMessage()).isEqualTo(new Recovered<>("adder", new Held<>(0, 3), 1));
    client.expectNoMessage();
    assertThat(journal.persistedInStorage("adder")).hasSize(1);
  }
}
