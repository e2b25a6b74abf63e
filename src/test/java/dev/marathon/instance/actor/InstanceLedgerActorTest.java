package dev.marathon.instance.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.Placement;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Held;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Published;
import dev.marathon.owner.Recovered;
import dev.marathon.spec.AppBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceLedgerActorTest {

  private static final AppId APP = new AppId("/web");

  private ActorTestKit kit;
  private TestProbe<LedgerEffect> scheduler;
  private TestProbe<LedgerEffect.TargetReached> deployments;
  private TestProbe<LedgerEffect> views;
  private TestProbe<Object> stored;
  private TestProbe<Answer<LedgerReply>> client;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            PersistenceTestKitPlugin.config()
                .withFallback(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")));
    scheduler = kit.createTestProbe();
    deployments = kit.createTestProbe();
    views = kit.createTestProbe();
    stored = kit.createTestProbe();
    client = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<GateMessage<LedgerCommand, LedgerReply>> ledger(Duration launchTimeout) {
    var ports =
        new LedgerPorts(
            scheduler.ref(),
            deployments.ref(),
            views.ref(),
            stored.ref()::tell,
            stored.ref()::tell,
            failure -> stored.ref().tell(failure));
    var settings =
        new OwnerSettings(
            InstanceLedgerActor.persistenceId(7),
            1,
            1000,
            InstantSource.system(),
            UUID::randomUUID);
    return kit.spawn(
        InstanceLedgerActor.create(settings, new LedgerSettings(launchTimeout, 1000), ports));
  }

  private Ask<LedgerCommand, LedgerReply> ask(LedgerCommand command) {
    return new Ask<>(command, Cause.internal("test"), client.ref());
  }

  private static LedgerCommand target(int instances) {
    var version = new Version(Instant.EPOCH);
    return new LedgerCommand.SetTarget(
        AppBuilder.of(APP).instances(instances).version(version).build(), 1, List.of());
  }

  private static LedgerCommand provision() {
    var placement =
        new Placement("agent", "host", List.of(), Optional.empty(), Optional.empty(), Map.of());
    return new LedgerCommand.Provision(
        List.of(
            new LedgerCommand.Proposal(
                new InstanceId("web", new UUID(0, 1)),
                APP,
                1,
                new Version(Instant.EPOCH),
                placement)));
  }

  @Test
  void demandGoesToTheSchedulerAfterItsTargetIsStored() {
    var ledger = ledger(Duration.ofMinutes(5));
    ledger.tell(new GateMessage.Begin<>());
    ledger.tell(ask(target(3)));

    assertThat(client.receiveMessage()).isEqualTo(new Answer.Reply<>(new LedgerReply.Done()));
    var demand = scheduler.expectMessageClass(LedgerEffect.AnnounceDemand.class).demand();
    assertThat(demand.fresh()).isEqualTo(3);
    views.expectMessageClass(LedgerEffect.AnnounceDemand.class);
    assertThat(stored.receiveMessage())
        .isEqualTo(new Recovered<>("InstanceLedger|7", new Held<>(LedgerState.EMPTY, 1), 1));
    assertThat(((Published<?, ?>) stored.receiveMessage()).events())
        .first()
        .extracting("event")
        .isInstanceOf(LedgerEvent.TargetSet.class);
  }

  @Test
  void reachedTargetGoesToTheDeployments() {
    var ledger = ledger(Duration.ofMinutes(5));
    ledger.tell(new GateMessage.Begin<>());
    ledger.tell(ask(target(0)));
    assertThat(deployments.receiveMessage()).isEqualTo(new LedgerEffect.TargetReached(APP, 1));
  }

  @Test
  void timerRingsForATaskThatNeverRuns() {
    var ledger = ledger(Duration.ofMillis(300));
    ledger.tell(new GateMessage.Begin<>());
    ledger.tell(ask(target(1)));
    ledger.tell(ask(provision()));
    client.receiveMessage();
    client.receiveMessage();
    scheduler.receiveMessage();
    scheduler.receiveMessage();

    assertThat(scheduler.expectMessageClass(LedgerEffect.KillTask.class).reason())
        .isEqualTo("Overdue");
    assertThat(scheduler.expectMessageClass(LedgerEffect.KillDone.class).taskId().toString())
        .endsWith("000001._app.1");
    assertThat(scheduler.expectMessageClass(LedgerEffect.AnnounceDemand.class).demand().fresh())
        .isEqualTo(1);
  }

  @Test
  void afterARestartDemandIsToldAgain() {
    var first = ledger(Duration.ofMinutes(5));
    first.tell(new GateMessage.Begin<>());
    first.tell(ask(target(2)));
    client.receiveMessage();
    scheduler.receiveMessage();
    kit.stop(first);

    ledger(Duration.ofMinutes(5)).tell(new GateMessage.Begin<>());

    assertThat(scheduler.expectMessageClass(LedgerEffect.AnnounceDemand.class).demand().fresh())
        .isEqualTo(2);
  }
}
