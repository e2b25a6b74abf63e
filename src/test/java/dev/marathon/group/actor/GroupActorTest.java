package dev.marathon.group.actor;

import static dev.marathon.group.actor.Tree.app;
import static dev.marathon.group.actor.Tree.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.app.AppEvent;
import dev.marathon.app.actor.AppActor;
import dev.marathon.base.AppId;
import dev.marathon.base.PathId;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.group.AppVersion;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.JournalEntry;
import dev.marathon.spec.AppDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows from a change, with real apps and ledgers that are slow, fail, or are away. */
class GroupActorTest {

  private final Tree tree = new Tree();

  @AfterEach
  void end() {
    tree.close();
  }

  private List<GroupEvent.DeploymentEnded> ended() {
    return only(tree.tree(), GroupEvent.DeploymentEnded.class);
  }

  private List<AppVersion> confirmed() {
    var all = new ArrayList<AppVersion>();
    only(tree.tree(), GroupEvent.DefinitionsConfirmed.class)
        .forEach(event -> all.addAll(event.versions()));
    return all;
  }

  private List<AppDefinition> targets(String app) {
    return only(tree.ofLedger(app), LedgerEvent.TargetSet.class).stream()
        .map(LedgerEvent.TargetSet::definition)
        .filter(definition -> definition.id().path().equals(app))
        .toList();
  }

  private static AppVersion version(String app, GroupReply.Accepted accepted) {
    return new AppVersion(new AppId(app), accepted.version());
  }

  @Test
  void changeIsAnsweredThenCarriedOutThenConfirmedAndEnded() {
    tree.begin();
    var accepted = tree.put(app("/web", "serve", 2));

    tree.until(() -> !ended().isEmpty() && !confirmed().isEmpty());

    assertThat(ended()).singleElement().matches(GroupEvent.DeploymentEnded::success);
    assertThat(ended().get(0).plan().id()).isEqualTo(accepted.deployment());
    assertThat(confirmed()).containsExactly(version("/web", accepted));
    assertThat(only(tree.ofApp("/web"), AppEvent.DefinitionActivated.class)).hasSize(1);
    assertThat(targets("/web")).hasSize(1);
    assertThat(tree.news)
        .extracting(item -> item.getClass().getSimpleName() + item.step())
        .containsExactly("StepStarted1", "StepSucceeded1", "StepStarted2", "StepSucceeded2");
  }

  @Test
  void ledgerThatIsNotReadyIsAskedAgainAndStoresTheTargetOnce() {
    tree.beginTree();
    tree.put(app("/web", "serve", 1));
    tree.pass(Duration.ofSeconds(35));
    assertThat(targets("/web")).isEmpty();
    assertThat(confirmed()).as("only the tree and the app have it").isEmpty();

    tree.ledgerOf("/web").tell(new GateMessage.Begin<>());

    tree.until(() -> !ended().isEmpty() && !confirmed().isEmpty());
    assertThat(targets("/web")).as("three times asked").hasSize(1);
    tree.pass(Duration.ofSeconds(15));
    assertThat(ended()).hasSize(1);
    assertThat(confirmed()).hasSize(1);
  }

  @Test
  void ledgerThatCannotStoreComesBackAndIsAskedAgain() {
    tree.begin();
    var ledger = InstanceLedgerActor.persistenceId(new AppId("/web").ledger());
    tree.put(app("/other", "serve", 0));
    tree.until(() -> !confirmed().isEmpty());
    tree.journals.failNextPersisted(ledger);
    tree.put(app("/web", "serve", 1));

    tree.until(() -> !ended().isEmpty() && confirmed().size() == 2);
    assertThat(targets("/web")).hasSize(1);
    assertThat(lives(ledger)).as("it had to restart").isEqualTo(2);
  }

  @Test
  void appThatCannotStoreKeepsTheDefinitionInTheTreeUntilItCan() {
    tree.begin();
    var journal = AppActor.persistenceId(new AppId("/web"));
    tree.journals.failNextNPersisted(journal, 2);
    tree.put(app("/web", "serve", 1));

    tree.until(() -> !ended().isEmpty());
    if (confirmed().isEmpty()) {
      assertThat(only(tree.ofApp("/web"), AppEvent.DefinitionActivated.class)).hasSizeLessThan(2);
    }
    tree.until(() -> !confirmed().isEmpty());
    assertThat(only(tree.ofApp("/web"), AppEvent.DefinitionActivated.class)).hasSize(1);
  }

  private long lives(String journal) {
    return tree.journals.persistedInStorage(journal).stream()
        .filter(JournalEntry.EpochBegan.class::isInstance)
        .count();
  }

  @Test
  void deploymentThatBeginsAnewReadsItsDefinitionFromAnAppThatHadLeftMemory() {
    tree.begin();
    tree.launches(false);
    var accepted = tree.put(app("/web", "serve", 1));
    tree.until(() -> confirmed().contains(version("/web", accepted)));
    var journal = AppActor.persistenceId(new AppId("/web"));
    assertThat(lives(journal)).isEqualTo(1);
    tree.pass(Duration.ofMinutes(4));

    tree.treeDies();
    tree.until(() -> lives(journal) == 2);
    tree.launches(true);

    tree.until(() -> !ended().isEmpty());
    assertThat(ended()).singleElement().matches(GroupEvent.DeploymentEnded::success);
    assertThat(targets("/web")).as("the repeated order is ignored").hasSize(1);
  }

  @Test
  void whatWasReachedWhileTheTreeWasAwayIsToldAgain() {
    tree.begin();
    tree.launches(false);
    tree.put(app("/web", "serve", 1));
    tree.until(() -> targets("/web").size() == 1);
    tree.journals.failNextNPersisted(GroupActor.PERSISTENCE_ID, 3);
    tree.launches(true);
    tree.until(() -> only(tree.ofLedger("/web"), LedgerEvent.ConditionChanged.class).size() == 1);

    tree.treeDies();

    tree.until(() -> !ended().isEmpty());
    tree.pass(Duration.ofSeconds(15));
    assertThat(ended()).singleElement().matches(GroupEvent.DeploymentEnded::success);
  }

  @Test
  void treeThatCannotStoreTheEndStoresItLaterAndOnce() {
    tree.begin();
    tree.launches(false);
    tree.put(app("/web", "serve", 1));
    tree.until(() -> !confirmed().isEmpty());
    tree.journals.failNextPersisted(GroupActor.PERSISTENCE_ID);
    tree.launches(true);

    tree.until(() -> !ended().isEmpty());
    tree.pass(Duration.ofSeconds(25));
    assertThat(ended()).hasSize(1);
    assertThat(lives(GroupActor.PERSISTENCE_ID)).isEqualTo(2);
  }

  @Test
  void stepsFollowEachOther() {
    tree.begin();
    tree.launches(false);
    var web = app("/web", "serve", 1).toBuilder().dependencies(List.of(new PathId("/db"))).build();
    tree.put(app("/db", "store", 1), web);
    tree.until(() -> targets("/db").size() == 1);
    tree.pass(Duration.ofSeconds(30));
    assertThat(targets("/web")).as("waits for its dependency").isEmpty();

    tree.launches(true);
    tree.until(() -> !ended().isEmpty());
    assertThat(targets("/web")).hasSize(1);
    assertThat(tree.news)
        .filteredOn(DeploymentNews.StepStarted.class::isInstance)
        .extracting(DeploymentNews::step)
        .containsExactly(1, 2, 3);
  }

  @Test
  void forcedChangeEndsTheOneBeforeAndLeavesNoDefinitionBehind() {
    tree.beginTree();
    var first = tree.put(app("/web", "serve", 1));
    tree.pass(Duration.ofSeconds(2));
    var second = tree.accepted(tree.change(true, app("/web", "serve better", 1)));
    tree.ledgerOf("/web").tell(new GateMessage.Begin<>());

    tree.until(() -> ended().size() == 2);
    assertThat(ended().get(0).success()).isFalse();
    assertThat(ended().get(1).plan().id()).isEqualTo(second.deployment());
    assertThat(ended().get(1).success()).isTrue();
    tree.until(() -> confirmed().size() == 2);
    assertThat(confirmed())
        .as("the ledger never needs the older one any more")
        .containsExactlyInAnyOrder(version("/web", first), version("/web", second));
  }

  @Test
  void removedAppIsStoppedAndForgotten() {
    tree.begin();
    tree.put(app("/web", "serve", 2));
    tree.until(() -> ended().size() == 1);
    var removed = tree.accepted(tree.remove("/web", false));

    tree.until(() -> ended().size() == 2 && confirmed().contains(version("/web", removed)));
    assertThat(only(tree.ofLedger("/web"), LedgerEvent.AppForgotten.class)).hasSize(1);
    assertThat(only(tree.ofApp("/web"), AppEvent.AppDeleted.class)).hasSize(1);
  }

  @Test
  void cancelledRemovalStillEndsTheInstances() {
    tree.begin();
    tree.put(app("/web", "serve", 2));
    tree.until(() -> ended().size() == 1 && confirmed().size() == 1);
    tree.launches(false);
    var removed = tree.accepted(tree.remove("/web", false));
    assertThat(tree.tell(new GroupCommand.CancelDeployment(removed.deployment())))
        .isEqualTo(new GroupReply.Done());
    tree.treeDies();
    tree.launches(true);

    tree.until(() -> !only(tree.ofLedger("/web"), LedgerEvent.AppForgotten.class).isEmpty());
    tree.until(() -> confirmed().contains(version("/web", removed)));
  }

  @Test
  void appOfALaterStepIsStartedThoughItsDeploymentWasCancelled() {
    tree.begin();
    tree.launches(false);
    var web = app("/web", "serve", 1).toBuilder().dependencies(List.of(new PathId("/db"))).build();
    var both = tree.put(app("/db", "store", 1), web);
    tree.until(() -> targets("/db").size() == 1);
    tree.accepted(tree.change(true, app("/db", "store more", 1)));

    tree.until(() -> targets("/web").size() == 1);
    assertThat(targets("/web").get(0).version()).isEqualTo(both.version());
    tree.until(() -> confirmed().contains(version("/web", both)));
  }

  @Test
  void definitionThatWasNotConfirmedBeforeACrashIsConfirmedAfterIt() {
    tree.begin();
    var journal = AppActor.persistenceId(new AppId("/web"));
    tree.journals.failNextNPersisted(journal, 1_000);
    var accepted = tree.put(app("/web", "serve", 1));
    tree.until(() -> !ended().isEmpty());
    assertThat(confirmed()).isEmpty();

    tree.journals.resetPolicy();
    tree.treeDies();

    tree.until(() -> confirmed().contains(version("/web", accepted)));
    assertThat(targets("/web")).as("the ledger knew it").hasSize(1);
  }

  @Test
  void manySmallAppsAreAllConfirmed() {
    tree.begin();
    var definitions =
        IntStream.range(0, 60)
            .mapToObj(i -> app("/small/a" + i, "serve", 0))
            .toArray(AppDefinition[]::new);
    tree.put(definitions);
    tree.until(() -> confirmed().size() == 60);
    tree.pass(Duration.ofSeconds(5));
    assertThat(confirmed()).doesNotHaveDuplicates();
  }
}
