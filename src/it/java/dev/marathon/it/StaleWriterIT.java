package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.Cause;
import dev.marathon.config.StoreAddress;
import dev.marathon.config.StoreSettings;
import dev.marathon.framework.FrameworkCommand;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.framework.FrameworkRules;
import dev.marathon.framework.FrameworkState;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Superseded;
import dev.marathon.store.PostgresStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that both write: the database refuses the one that does not know of the other. */
class StaleWriterIT {

  private static final Duration LATER = Duration.ofSeconds(60);

  private final List<ActorTestKit> nodes = new ArrayList<>();
  private PostgresServer postgres;
  private PostgresStore store;

  @BeforeEach
  void start() throws IOException {
    postgres = PostgresServer.start();
    store =
        new PostgresStore(
            new StoreSettings(
                Path.of("/unused"),
                1_000,
                StoreAddress.parse(Optional.of(postgres.url())),
                Optional.of(PostgresServer.user()),
                Optional.empty(),
                true),
            (StoreAddress.Postgresql) StoreAddress.parse(Optional.of(postgres.url())));
    store.prepare();
  }

  @AfterEach
  void stop() throws IOException {
    nodes.forEach(ActorTestKit::shutdownTestKit);
    if (postgres != null) {
      postgres.close();
    }
  }

  /** The framework's owner on a node of its own. */
  private final class Node {
    final ActorTestKit kit =
        ActorTestKit.create(
            "stale-writer",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(store.config())
                .withFallback(ConfigFactory.parseResources("akka.conf"))
                .withFallback(ConfigFactory.load()));
    final TestProbe<Throwable> failures = kit.createTestProbe();
    final TestProbe<Answer<FrameworkState>> answers = kit.createTestProbe();
    final TestProbe<Long> epochs = kit.createTestProbe();
    final ActorRef<GateMessage<FrameworkCommand, FrameworkState>> owner;

    Node() {
      nodes.add(kit);
      owner =
          kit.spawn(
              Owner.create(
                  new OwnerSettings(
                      "Framework", OwnerSettings.NEXT_EPOCH, 1_000, InstantSource.system(), UUID::randomUUID),
                  new FrameworkRules(),
                  new OwnerPorts<FrameworkEvent, FrameworkState, Void>(
                      read -> epochs.ref().tell(read.held().epoch()),
                      published -> {},
                      effect -> {},
                      failure -> failures.ref().tell(failure))));
      owner.tell(new GateMessage.Begin<>());
    }

    Node begun(long epoch) {
      assertThat(epochs.receiveMessage(LATER)).isEqualTo(epoch);
      return this;
    }

    void remember(String id) {
      owner.tell(
          new Ask<>(new FrameworkCommand.Remember(id), Cause.internal("test"), answers.ref()));
    }
  }

  @Test
  void writeOfAnOlderEpochIsRefusedAndSaysWhoTookOver() {
    var old = new Node().begun(1);
    old.remember("from-old");
    old.answers.receiveMessage(LATER);
    var successor = new Node().begun(2);

    old.remember("too-late");

    assertThat(old.failures.receiveMessage(LATER))
        .isInstanceOf(Superseded.class)
        .hasMessageContaining("epoch 2");
    assertThat(old.answers.receiveMessage(LATER)).isEqualTo(new Answer.Unknown<>());
    successor.remember("from-successor");
    assertThat(successor.answers.receiveMessage(LATER))
        .isEqualTo(new Answer.Reply<>(new FrameworkState(Optional.of("from-successor"))));
  }

  @Test
  void aStoreThatWasAwayIsNoSuccessor() throws IOException {
    var node = new Node().begun(1);
    postgres.kill();
    node.remember("while-away");
    // A write that finds the store back before it gives up just succeeds.
    assertThat(node.answers.receiveMessage(LATER)).isEqualTo(new Answer.Unknown<>());
    postgres.startAgain();

    node.begun(1);

    node.failures.expectNoMessage();
    node.remember("back");
    assertThat(node.answers.receiveMessage(LATER))
        .isEqualTo(new Answer.Reply<>(new FrameworkState(Optional.of("back"))));
  }
}
