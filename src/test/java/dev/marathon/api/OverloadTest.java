package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.Cause;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.instance.actor.LedgerPorts;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.OwnerSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is too much is said so at once, with when to try again; what was taken is answered. */
class OverloadTest {

  @Test
  void anOwnerThatCannotKeepUpTakesAThousandCommandsAndRefusesTheNext() throws Exception {
    var kit =
        ActorTestKit.create(
            PersistenceTestKitPlugin.config()
                .withFallback(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off"))
                .withFallback(ConfigFactory.load()));
    try {
      var ports =
          new LedgerPorts(
              kit.system().ignoreRef(),
              kit.system().ignoreRef(),
              kit.system().ignoreRef(),
              written -> {},
              read -> {},
              failure -> {});
      var settings =
          new OwnerSettings(
              InstanceLedgerActor.persistenceId(0),
              1,
              1_000,
              InstantSource.system(),
              UUID::randomUUID);
      var ledger = kit.spawn(InstanceLedgerActor.create(settings, LedgerSettings.DEFAULT, ports));
      var owners =
          new ActorOwners(kit.system(), null, null, List.of(ledger), null, Duration.ofMinutes(1));

      var asked = new ArrayList<CompletableFuture<LedgerReply>>();
      for (int i = 0; i <= 1_000; i++) {
        asked.add(
            owners
                .ledger(0, new LedgerCommand.ListLive(), Cause.internal("test"))
                .toCompletableFuture());
      }
      await().until(() -> asked.get(1_000).isCompletedExceptionally());
      assertThat(asked.subList(0, 1_000)).noneMatch(CompletableFuture::isDone);
      HttpResponse refused =
          Failures.response(HttpRequest.POST("/v2/apps"), failure(asked.get(1_000)));
      assertThat(refused.status().intValue()).isEqualTo(503);
      assertThat(refused.getHeader("Retry-After").orElseThrow().value()).isEqualTo("1");

      ledger.tell(new GateMessage.Begin<>());
      for (var each : asked.subList(0, 1_000)) {
        assertThat(each.get(1, TimeUnit.MINUTES)).isInstanceOf(LedgerReply.Live.class);
      }
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Throwable failure(CompletableFuture<?> failed) {
    return failed.handle((value, failure) -> failure).join();
  }
}
