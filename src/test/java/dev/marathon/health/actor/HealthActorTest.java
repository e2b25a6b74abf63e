package dev.marathon.health.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import dev.marathon.base.AppId;
import dev.marathon.config.HealthSettings;
import dev.marathon.health.HealthNews;
import dev.marathon.instance.Condition;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Ask;
import dev.marathon.spec.HealthCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets, made time: a step of it passes whenever a test looks. */
class HealthActorTest {

  private static final Duration STEP = Duration.ofMillis(500);
  private static final UUID DEPLOYMENT = new UUID(1, 1);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final Targets targets = new Targets();
  private final AtomicLong passed = new AtomicLong();
  private final Queue<HealthNews> news = new ConcurrentLinkedQueue<>();
  private final Queue<LedgerCommand> told = new ConcurrentLinkedQueue<>();
  private final ActorRef<HealthActor.Message> health =
      kit.spawn(
          HealthActor.create(
              new HealthSettings(100, 2),
              new HealthPorts(
                  news::add, () -> Given.START.plusNanos(passed.get()), passed::get, () -> 0.5)));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    targets.close();
  }

  private void begin() {
    ActorRef<Ask<LedgerCommand, LedgerReply>> ledger =
        kit.spawn(
            Behaviors.receiveMessage(
                ask -> {
                  told.add(ask.command());
                  return Behaviors.same();
                }));
    health.tell(new HealthActor.Begin(Collections.nCopies(AppId.LEDGERS, ledger)));
  }

  private void see(Watched... tasks) {
    health.tell(new HealthActor.Seen(List.of(tasks), List.of()));
  }

  private void step() {
    passed.addAndGet(STEP.toNanos());
    time.timePasses(STEP);
  }

  private void until(java.util.concurrent.Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              step();
              return condition.call();
            });
  }

  /** Lets the target be asked so many times more. */
  private void asked(Targets.Server server, int times) {
    int before = server.asked();
    until(() -> server.asked() >= before + times);
  }

  private boolean toldOf(LedgerCommand command) {
    return told.contains(command);
  }

  private List<LedgerCommand.KillUnhealthy> kills() {
    return told.stream()
        .filter(LedgerCommand.KillUnhealthy.class::isInstance)
        .map(LedgerCommand.KillUnhealthy.class::cast)
        .toList();
  }

  private <T extends HealthNews> List<T> news(Class<T> type) {
    return news.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static LedgerCommand.RecordHealth record(int number, boolean healthy) {
    return new LedgerCommand.RecordHealth(Given.id(number), 1, Optional.of(healthy));
  }

  @Test
  void taskThatAnswersIsHealthyAndOnlyTheFlipIsNews() {
    var server = targets.server();
    var story = new Given.Story(Given.app(Given.http()).build());
    begin();
    see(story.run(1, List.of(server.port())));
    until(() -> toldOf(record(1, true)));
    story.tell(record(1, true));
    see(story.watched(1));
    asked(server, 4);

    until(() -> news(HealthNews.Checked.class).size() >= 3);
    assertThat(news(HealthNews.Turned.class))
        .extracting(HealthNews.Turned::alive)
        .containsExactly(true);
    assertThat(news(HealthNews.Failed.class)).isEmpty();
    assertThat(kills()).isEmpty();
  }

  @Test
  void failuresInARowKillTheTaskAtTheConfiguredNumber() {
    var server = targets.server();
    begin();
    see(Given.running(1, server.port(), Given.http()));
    until(() -> toldOf(record(1, true)));
    server.says(500);
    until(() -> !kills().isEmpty());

    assertThat(news(HealthNews.Failed.class)).hasSize(3);
    assertThat(told).contains(record(1, false));
    assertThat(kills().get(0).id()).isEqualTo(Given.id(1));
    assertThat(kills().get(0).reason())
        .isEqualTo("health check failed 3 times in a row: answered with HTTP status 500");
    assertThat(news(HealthNews.Turned.class))
        .extracting(HealthNews.Turned::alive)
        .containsExactly(true, false);
  }

  @Test
  void taskThatIsAboutToEndIsNotKilledAgain() {
    var server = targets.server();
    var story = new Given.Story(Given.app(Given.http()).build());
    server.says(500);
    begin();
    see(story.run(1, List.of(server.port())));
    until(() -> !kills().isEmpty());
    story.tell(kills().get(0));
    see(story.watched(1));
    int kills = kills().size();
    asked(server, 4);

    assertThat(kills()).hasSize(kills);
  }

  @Test
  void checkThatNeverKillsDoesNot() {
    var server = targets.server();
    server.says(500);
    begin();
    see(Given.running(1, server.port(), Given.check(HealthCheck.Protocol.HTTP, 0, 0)));
    asked(server, 6);

    until(() -> news(HealthNews.Failed.class).size() >= 5);
    assertThat(kills()).isEmpty();
    assertThat(told).contains(record(1, false));
  }

  @Test
  void failuresOfTheGracePeriodAreNobodysBusiness() {
    var server = targets.server();
    server.says(500);
    begin();
    see(Given.running(1, server.port(), Given.check(HealthCheck.Protocol.HTTP, 1_000_000, 1)));
    asked(server, 4);

    assertThat(news).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void ledgerThatWasTooBusyIsToldAgainUntilItHasIt() {
    var server = targets.server();
    var story = new Given.Story(Given.app(Given.http()).build());
    begin();
    see(story.run(1, List.of(server.port())));
    until(() -> told.stream().filter(record(1, true)::equals).count() >= 3);
    story.tell(record(1, true));
    see(story.watched(1));
    asked(server, 1);
    int times = told.size();
    asked(server, 4);

    assertThat(told).hasSize(times);
  }

  @Test
  void afterATakeOverTheStoredHealthCounts() {
    var server = targets.server();
    var story = new Given.Story(Given.app(Given.http()).build());
    story.run(1, List.of(server.port()));
    story.tell(record(1, true));
    see(story.watched(1));
    begin();
    asked(server, 3);
    assertThat(told).isEmpty();
    assertThat(news(HealthNews.Turned.class)).isEmpty();

    server.says(500);
    until(() -> toldOf(record(1, false)));
    assertThat(news(HealthNews.Turned.class)).hasSize(1);
  }

  @Test
  void nothingIsProbedBeforeTheTakeOverIsComplete() {
    var server = targets.server();
    see(Given.running(1, server.port(), Given.http()));
    for (int i = 0; i < 10; i++) {
      step();
    }
    assertThat(server.asked()).isZero();

    begin();
    asked(server, 1);
  }

  @Test
  void onlyTasksThatRunAreProbed() {
    var lost = targets.server();
    var gone = targets.server();
    var stays = targets.server();
    var story = new Given.Story(Given.app(Given.http()).build());
    begin();
    see(
        story.run(1, List.of(lost.port())),
        story.run(2, List.of(gone.port())),
        story.run(3, List.of(stays.port())));
    until(() -> lost.asked() > 0 && gone.asked() > 0 && stays.asked() > 0);
    health.tell(
        new HealthActor.Seen(
            List.of(story.status(1, Condition.UNREACHABLE)), List.of(Given.id(2))));
    asked(stays, 2);
    int askedLost = lost.asked();
    int askedGone = gone.asked();
    asked(stays, 4);

    assertThat(lost.asked()).isEqualTo(askedLost);
    assertThat(gone.asked()).isEqualTo(askedGone);
    see(story.status(1, Condition.RUNNING));
    asked(lost, 1);
  }

  @Test
  void tcpAndMissingPorts() {
    begin();
    var tcp = Given.check(HealthCheck.Protocol.TCP, 0, 3);
    see(
        Given.running(1, targets.hanging(50), tcp),
        Given.running(2, targets.closed(), tcp),
        new Given.Story(Given.app(tcp).build()).run(3, List.of()));
    until(() -> toldOf(record(1, true)) && toldOf(record(2, false)) && toldOf(record(3, false)));
    until(() -> kills().size() >= 2);
    assertThat(kills()).noneMatch(kill -> kill.id().equals(Given.id(1)));
  }

  @Test
  void whereEverybodyFallsSilentNobodyIsKilledUntilSomebodyAnswers() {
    var story = new Given.Story(Given.app(Given.http()).build());
    begin();
    for (int i = 1; i <= 10; i++) {
      story.run(i, List.of(targets.closed()));
      story.tell(record(i, true));
      see(story.watched(i));
    }
    until(() -> news(HealthNews.Failed.class).size() >= 50);
    assertThat(kills()).isEmpty();

    var well = targets.server();
    see(story.run(11, List.of(well.port())));
    asked(well, 1);
    // Somebody can be heard, so the silence of the others is theirs.
    until(() -> kills().stream().map(kill -> kill.id()).distinct().count() == 10);
  }

  @Test
  void readinessIsAskedDuringADeploymentUntilTheFirstReadyAnswer() {
    var server = targets.server();
    server.says(503);
    var story = new Given.Story(Given.withReadiness());
    begin();
    see(story.run(1, List.of(server.port())));
    for (int i = 0; i < 10; i++) {
      step();
    }
    assertThat(server.asked()).isZero();

    health.tell(new HealthActor.Held(Map.of(Given.APP, Optional.of(DEPLOYMENT))));
    until(() -> news(HealthNews.Readiness.class).size() >= 2);
    var result = news(HealthNews.Readiness.class).get(0);
    assertThat(result.deployment()).isEqualTo(DEPLOYMENT);
    assertThat(result.result().ready()).isFalse();
    assertThat(result.result().lastResponse().orElseThrow().status()).isEqualTo(503);
    assertThat(told).isEmpty();

    server.says(200);
    var ready = new LedgerCommand.RecordReadiness(Given.id(1), 1, true);
    until(() -> toldOf(ready));
    story.tell(ready);
    see(story.watched(1));
    int times = server.asked();
    for (int i = 0; i < 10; i++) {
      step();
    }
    assertThat(server.asked()).isEqualTo(times);

    health.tell(new HealthActor.Seen(List.of(), List.of(Given.id(1))));
    until(() -> !news(HealthNews.ReadinessGone.class).isEmpty());
  }

  @Test
  void readinessEndsWithItsDeploymentAndIsNotForTasksToBeReplaced() {
    var server = targets.server();
    server.says(503);
    var watched = new Given.Story(Given.withReadiness()).run(1, List.of(server.port()));
    var outdated = new Watched(watched.instance(), watched.definition(), false);
    begin();
    health.tell(new HealthActor.Held(Map.of(Given.APP, Optional.of(DEPLOYMENT))));
    see(outdated);
    for (int i = 0; i < 10; i++) {
      step();
    }
    assertThat(server.asked()).isZero();

    see(watched);
    asked(server, 1);
    health.tell(new HealthActor.Held(Map.of(Given.APP, Optional.empty())));
    see(watched);
    var other = targets.server();
    see(Given.running(2, other.port(), Given.http()));
    asked(other, 2);
    int times = server.asked();
    asked(other, 4);
    assertThat(server.asked()).isEqualTo(times);
  }
}
