package dev.marathon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.Version;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Held;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners on the real embedded journal. */
class SqliteJournalTest {

  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");

  private static final int MANY = 10_000;

  @TempDir Path directory;

  /** Counts its events; every command stores one. */
  private static final class Counter
      implements Rules<Integer, LedgerEvent, Integer, Void, Integer> {
    @Override
    public Integer empty() {
      return 0;
    }

    @Override
    public Decision<LedgerEvent, Void, Integer> decide(
        Integer n, Integer command, Context context) {
      var event =
          new LedgerEvent.BackoffReset(new AppId("/a" + command), new Version(context.now()));
      return new Decision<>(List.of(event), List.of(), n + 1);
    }

    @Override
    public Integer apply(Integer n, LedgerEvent event) {
      return n + 1;
    }

    @Override
    public List<Void> onRecovered(Integer n, Context context) {
      return List.of();
    }
  }

  private ActorTestKit kit() throws IOException {
    var file = directory.resolve("journal.db");
    SqliteJournal.create(file);
    return ActorTestKit.create(
        "journal-test",
        ConfigFactory.parseString("akka.actor.provider = local")
            .withFallback(SqliteJournal.config(file))
            .withFallback(ConfigFactory.parseResources("akka.conf"))
            .withFallback(ConfigFactory.load()));
  }

  private ActorRef<GateMessage<Integer, Integer>> spawn(
      ActorTestKit kit, String id, TestProbe<Held<Integer>> recovered) {
    var settings =
        new OwnerSettings(id, OwnerSettings.NEXT_EPOCH, 1_000_000, () -> T0, UUID::randomUUID);
    var ports =
        new OwnerPorts<LedgerEvent, Integer, Void>(
            read -> recovered.ref().tell(read.held()),
            published -> {},
            effect -> {},
            failure -> {});
    var owner = kit.spawn(Owner.create(settings, new Counter(), ports));
    owner.tell(new GateMessage.Begin<>());
    return owner;
  }

  @Test
  void whatWasAnsweredIsThereAfterARestart() throws IOException {
    var first = kit();
    TestProbe<Answer<Integer>> client = first.createTestProbe();
    var owner = spawn(first, "counter", first.createTestProbe());
    for (int i = 0; i < 500; i++) {
      owner.tell(new Ask<>(i, Cause.internal("test"), client.ref()));
    }
    for (int i = 1; i <= 500; i++) {
      assertThat(client.receiveMessage(Duration.ofSeconds(20))).isEqualTo(new Answer.Reply<>(i));
    }
    first.shutdownTestKit();

    var second = kit();
    TestProbe<Held<Integer>> recovered = second.createTestProbe();
    spawn(second, "counter", recovered);

    assertThat(recovered.receiveMessage(Duration.ofSeconds(20))).isEqualTo(new Held<>(500, 2));
    second.shutdownTestKit();
  }

  @Test
  void tenThousandOwnersStoreAtOnceWithoutAFailure() throws IOException {
    var kit = kit();
    TestProbe<Answer<Integer>> client = kit.createTestProbe();
    TestProbe<Held<Integer>> recovered = kit.createTestProbe();
    for (int i = 0; i < MANY; i++) {
      spawn(kit, "counter-" + i, recovered)
          .tell(new Ask<>(i, Cause.internal("test"), client.ref()));
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(client.receiveMessage(Duration.ofSeconds(60))).isEqualTo(new Answer.Reply<>(1));
    }
    kit.shutdownTestKit();
  }

  @Test
  void tenThousandCommandsToOneOwnerAreAllAnsweredAndThoseThatWereTakenAreStored()
      throws IOException {
    var first = kit();
    TestProbe<Answer<Integer>> client = first.createTestProbe();
    var owner = spawn(first, "counter", first.createTestProbe());
    for (int i = 0; i < MANY; i++) {
      owner.tell(new Ask<>(i, Cause.internal("test"), client.ref()));
    }
    int taken = 0;
    for (int i = 0; i < MANY; i++) {
      var answer = client.receiveMessage(Duration.ofSeconds(20));
      if (answer instanceof Answer.Reply<Integer> reply) {
        assertThat(reply.value()).as("in the order of the commands").isEqualTo(++taken);
      } else {
        assertThat(answer).isEqualTo(new Answer.Busy<>());
      }
    }
    client.expectNoMessage();
    assertThat(taken).isGreaterThanOrEqualTo(OwnerSettings.GATE_CAPACITY);
    first.shutdownTestKit();

    var second = kit();
    TestProbe<Held<Integer>> recovered = second.createTestProbe();
    spawn(second, "counter", recovered);
    assertThat(recovered.receiveMessage(Duration.ofSeconds(20)).state()).isEqualTo(taken);
    second.shutdownTestKit();
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedWithItsName() throws IOException {
    var file = directory.resolve("journal.db");
    Files.writeString(file, "garbage ".repeat(1_000));

    assertThatThrownBy(() -> SqliteJournal.create(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void dataDirectoryIsUsedByOneNodeOnly() throws IOException {
    var root = directory.resolve("data");
    try (var held = DataDirectory.open(root)) {
      assertThat(held.journal().getParent()).isEqualTo(held.root());
      assertThatThrownBy(() -> DataDirectory.open(root))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
    DataDirectory.open(root).close();
  }
}
