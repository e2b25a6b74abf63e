package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.APP;
import static dev.marathon.instance.LedgerScenario.app;
import static dev.marathon.instance.LedgerScenario.on;
import static dev.marathon.instance.LedgerScenario.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.UnreachableStrategy;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which proposals of the scheduler are taken. */
class LaunchTest {

  private static LedgerCommand.Proposal proposal(int number, int incarnation, Version config) {
    return new LedgerCommand.Proposal(id(number), APP, incarnation, config, on("a"));
  }

  private static InstanceId id(int number) {
    return new InstanceId("web", new UUID(0, number));
  }

  private static LedgerCommand provision(LedgerCommand.Proposal... proposals) {
    return new LedgerCommand.Provision(List.of(proposals));
  }

  private static LedgerReply accepted(Integer... numbers) {
    return new LedgerReply.Provisioned(List.of(numbers).stream().map(n -> id(n)).toList());
  }

  @Test
  void noMoreThanTheAppLacks() {
    var story = new LedgerScenario().target(app(1).instances(2));
    story
        .tell(
            provision(
                proposal(1, 1, version(1)), proposal(2, 1, version(1)), proposal(3, 1, version(1))))
        .thenReply(accepted(1, 2))
        .replayed();
  }

  @Test
  void onlyTheWantedConfiguration() {
    new LedgerScenario()
        .target(app(2).instances(1))
        .tell(provision(proposal(1, 1, version(1))))
        .thenReply(accepted())
        .replayed();
  }

  /** Seen in the simulation: the clock was set back between the scheduler's look and ours. */
  @Test
  void whoProposesTooEarlyIsToldAgainWhatIsWanted() {
    var story = new LedgerScenario().target(app(1).instances(1).backoffSeconds(10));
    story.launch().run().status(story.instance(1), Condition.FAILED);
    var wanted = story.demand();
    story
        .tell(provision(proposal(1, 2, version(1))))
        .thenNothingStored()
        .thenReply(accepted())
        .thenEffect(new LedgerEffect.AnnounceDemand(wanted))
        .replayed();
  }

  @Test
  void whoProposesForAnAppThatLacksNothingIsToldSo() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch().run();
    story
        .tell(provision(proposal(2, 1, version(1))))
        .thenReply(accepted())
        .thenEffect(
            new LedgerEffect.AnnounceDemand(
                new Demand(
                    APP, app(1).instances(1).build(), 0, List.of(), Optional.empty(), List.of())))
        .replayed();
  }

  @Test
  void onlyTheNextIncarnation() {
    var story = new LedgerScenario().target(app(1).instances(1)).launch().run();
    story.status(story.instance(1), Condition.KILLED);
    story.tell(provision(proposal(1, 1, version(1)))).thenReply(accepted());
    story.tell(provision(proposal(1, 3, version(1)))).thenReply(accepted());
    story.tell(provision(proposal(1, 2, version(1)))).thenReply(accepted(1));
    story.tell(provision(proposal(1, 3, version(1)))).thenReply(accepted());
    story.tell(provision(proposal(2, 1, version(1)))).thenReply(accepted());
    story.replayed();
  }

  @Test
  void newInstanceBeginsWithItsFirstIncarnation() {
    new LedgerScenario()
        .target(app(1).instances(1))
        .tell(provision(proposal(1, 2, version(1))))
        .thenReply(accepted());
  }

  @Test
  void sameProposalTwiceIsTakenOnce() {
    var story = new LedgerScenario().target(app(1).instances(3));
    story
        .tell(provision(proposal(1, 1, version(1)), proposal(1, 1, version(1))))
        .thenReply(accepted(1));
    story.tell(provision(proposal(1, 1, version(1)))).thenReply(accepted()).replayed();
  }

  @Test
  void nothingForAnAppThatIsGoneOrUnknown() {
    new LedgerScenario().tell(provision(proposal(1, 1, version(1)))).thenReply(accepted());
    new LedgerScenario()
        .target(app(1).instances(1))
        .launch()
        .run()
        .remove()
        .tell(provision(proposal(2, 1, version(1))))
        .thenReply(accepted());
  }

  @Test
  void idOfAnotherAppIsRefused() {
    var foreign =
        new LedgerCommand.Proposal(
            new InstanceId("other", new UUID(0, 1)), APP, 1, version(1), on("a"));
    new LedgerScenario().target(app(1)).tell(provision(foreign)).thenReply(accepted());
    var unknown = new LedgerCommand.Proposal(id(1), new AppId("/nowhere"), 1, version(1), on("a"));
    new LedgerScenario().target(app(1)).tell(provision(unknown)).thenReply(accepted());
  }

  private static LedgerCommand.Proposal at(int number, String host) {
    return new LedgerCommand.Proposal(id(number), APP, 1, version(1), on(host));
  }

  private static LedgerScenario constrained(
      String field, Constraint.Operator operator, String value) {
    var constraint = new Constraint(field, operator, Optional.ofNullable(value));
    return new LedgerScenario().target(app(1).instances(9).constraints(List.of(constraint)));
  }

  @Test
  void uniqueHostIsNotTakenTwice() {
    var story = constrained("hostname", Constraint.Operator.UNIQUE, null);
    story.tell(provision(at(1, "a"), at(2, "a"), at(3, "b"))).thenReply(accepted(1, 3));
    assertThat(story.demand().placed()).containsExactlyInAnyOrder(on("a"), on("b"));
    story.tell(provision(at(4, "b"))).thenReply(accepted());
    story.status(story.instance(1), Condition.FAILED);
    assertThat(story.demand().placed()).containsExactly(on("b"));
    story.replayed();
  }

  @Test
  void maximumPerHostIsNotExceeded() {
    constrained("hostname", Constraint.Operator.MAX_PER, "2")
        .tell(provision(at(1, "a"), at(2, "a"), at(3, "a"), at(4, "b")))
        .thenReply(accepted(1, 2, 4))
        .replayed();
  }

  @Test
  void clusterStaysTogether() {
    constrained("hostname", Constraint.Operator.CLUSTER, null)
        .tell(provision(at(1, "a"), at(2, "b"), at(3, "a")))
        .thenReply(accepted(1, 3))
        .replayed();
  }

  @Test
  void agentWithoutTheAttributeIsRefusedWhereItLimits() {
    constrained("rack", Constraint.Operator.UNIQUE, null)
        .tell(provision(at(1, "a")))
        .thenReply(accepted());
  }

  @Test
  void otherConstraintsAreTheSchedulersBusiness() {
    constrained("hostname", Constraint.Operator.LIKE, "b.*")
        .tell(provision(at(1, "a"), at(2, "a")))
        .thenReply(accepted(1, 2));
  }

  @Test
  void lostInstancesReserveNoPlace() {
    var constraint = new Constraint("hostname", Constraint.Operator.UNIQUE, Optional.empty());
    var story =
        new LedgerScenario()
            .target(
                app(1)
                    .instances(2)
                    .unreachableStrategy(new UnreachableStrategy.After(600, 1200))
                    .constraints(List.of(constraint)));
    story.tell(provision(at(1, "a"))).run().status(story.instance(1), Condition.UNREACHABLE);
    assertThat(story.demand().placed()).isEmpty();
    story.tell(provision(at(2, "a"))).thenReply(accepted(2)).replayed();
  }

  @Test
  void demandIsToldOnlyWhenItChanges() {
    var story = new LedgerScenario().target(app(1).instances(2)).launch(1);
    story.run().thenNoEffect(LedgerEffect.AnnounceDemand.class);
    story.status(story.instance(1), Condition.KILLING);
    story.thenNoEffect(LedgerEffect.AnnounceDemand.class);
    story.tell(new LedgerCommand.CheckDeadlines());
    story.thenNoEffect(LedgerEffect.AnnounceDemand.class);
    story.status(story.instance(1), Condition.KILLED);
    assertThat(story.effects()).hasAtLeastOneElementOfType(LedgerEffect.AnnounceDemand.class);
    story.replayed();
  }
}
