package dev.marathon.app.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Version;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.spec.AppBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppsActorTest {

  private static final Version ONE = new Version(Instant.EPOCH.plusSeconds(1));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private ActorTestKit kit;
  private PersistenceTestKit journal;
  private TestProbe<Answer<AppReply>> client;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            PersistenceTestKitPlugin.config()
                .withFallback(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")));
    journal = PersistenceTestKit.create(kit.system());
    client = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<AppsActor.Message> apps(Duration idleAfter, int maxLoaded) {
    var limits = new AppsSettings(50, idleAfter, maxLoaded, 10);
    var owner = new OwnerSettings("", 1, 1000, now::get, UUID::randomUUID);
    return kit.spawn(AppsActor.create(limits, owner, failure -> {}));
  }

  private AppsActor.Message activate(String path) {
    var definition = AppBuilder.of(path).version(ONE).build();
    return ask(path, new AppCommand.Activate(definition, 1));
  }

  private AppsActor.Message ask(String path, AppCommand command) {
    return new AppsActor.ForApp(
        new AppId(path), new Ask<>(command, Cause.internal("test"), client.ref()));
  }

  private long lives(String path) {
    return journal.persistedInStorage("App|" + path).stream()
        .filter(JournalEntry.EpochBegan.class::isInstance)
        .count();
  }

  @Test
  void appsAreLoadedOnDemandAndEachHasItsOwnJournal() {
    var apps = apps(Duration.ofMinutes(1), 10);
    apps.tell(activate("/a"));
    apps.tell(activate("/b"));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(new AppReply.Confirmed(1)));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(new AppReply.Confirmed(1)));
    assertThat(journal.persistedInStorage("App|/a")).hasSize(2);
    assertThat(journal.persistedInStorage("App|/b")).hasSize(2);
  }

  @Test
  void idleAppLeavesMemoryAndComesBackWithItsDefinitions() {
    var apps = apps(Duration.ofMillis(200), 10);
    apps.tell(activate("/a"));
    client.receiveMessage();

    now.set(Instant.EPOCH.plusSeconds(60));
    await()
        .until(
            () -> {
              apps.tell(ask("/a", new AppCommand.ListVersions()));
              assertThat(client.receiveMessage())
                  .isEqualTo(new Answer.Reply<>(new AppReply.Versions(List.of(ONE))));
              now.set(now.get().plusSeconds(60));
              return lives("/a") > 1;
            });
  }

  @Test
  void busyAppsAreNotDroppedForNewOnesButIdleOnesAre() {
    var apps = apps(Duration.ofMinutes(1), 1);
    apps.tell(activate("/a"));
    client.receiveMessage();
    apps.tell(activate("/b"));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Busy<>());

    now.set(Instant.EPOCH.plusSeconds(11));
    apps.tell(activate("/b"));
    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(new AppReply.Confirmed(1)));
  }
}
