package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Goal;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerState;
import dev.marathon.offer.MatchRound;
import dev.marathon.offer.RoundInput;
import dev.marathon.offer.RoundResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The world finds bugs: each of these turns it red. */
class PlantedBugsTest {

  private static final int SEEDS = 60;
  private static final Rulebook RIGHT = Rulebook.PRODUCT;

  private static void isFound(String promise, Rulebook wrong) {
    var others = new ArrayList<String>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Optional<String> broken = broken(seed, wrong);
      if (broken.filter(message -> message.contains(promise)).isPresent()) {
        return;
      }
      broken.map(message -> message.lines().findFirst().orElse("")).ifPresent(others::add);
    }
    fail("no history breaks '%s', but these break others: %s", promise, others);
  }

  private static Optional<String> broken(long seed, Rulebook rules) {
    try {
      SimulationTest.live(seed, rules);
      return Optional.empty();
    } catch (AssertionError found) {
      return Optional.of(found.getMessage());
    }
  }

  @Test
  void matcherThatOverlooksConstraints() {
    isFound("host of an instance", RIGHT.withMatcher(PlantedBugsTest::withoutConstraints));
  }

  private static RoundResult withoutConstraints(RoundInput input, Context context) {
    var wanted =
        input.wanted().stream()
            .map(
                one ->
                    new RoundInput.Wanted(free(one.demand()), one.triedUpTo(), one.enforceRole()))
            .toList();
    return MatchRound.run(
        new RoundInput(input.offers(), wanted, input.masterRegion(), input.settings()), context);
  }

  private static Demand free(Demand demand) {
    return new Demand(
        demand.appId(),
        demand.definition().toBuilder().constraints(List.of()).build(),
        demand.fresh(),
        demand.relaunch(),
        demand.notBefore(),
        demand.placed());
  }

  @Test
  void rollingStepThatEndsOneTooMany() {
    isFound(
        "healthy instances of",
        RIGHT.withLedger(
            Planted.decision(
                RIGHT.ledger(), (state, right, context) -> oneMore(state, right, context))));
  }

  /** With each outdated instance that is ended another one goes. */
  private static Decision<LedgerEvent, LedgerEffect, LedgerReply> oneMore(
      LedgerState state, Decision<LedgerEvent, LedgerEffect, LedgerReply> right, Context context) {
    var events = new ArrayList<LedgerEvent>();
    for (var event : right.events()) {
      events.add(event);
      if (event instanceof LedgerEvent.GoalChanged ended && ended.reason().equals("Upgrading")) {
        state.instance(ended.id()).stream()
            .flatMap(one -> state.app(one.appId()).stream())
            .flatMap(app -> app.instances())
            .filter(other -> other.goal() == Goal.RUNNING && !other.condition().terminal())
            .filter(other -> untouched(right.events(), other.id().toString()))
            .findFirst()
            .ifPresent(
                other ->
                    events.add(
                        new LedgerEvent.GoalChanged(
                            other.id(), Goal.DECOMMISSIONED, "Upgrading", context.now())));
      }
    }
    return new Decision<>(events, right.effects(), right.reply());
  }

  private static boolean untouched(List<LedgerEvent> events, String instance) {
    return events.stream().noneMatch(event -> event.toString().contains(instance));
  }

  @Test
  void foldThatOverlooksKills() {
    isFound(
        "is to end is stored before it is killed",
        RIGHT.withLedger(Planted.fold(RIGHT.ledger(), LedgerEvent.KillRequested.class)));
  }

  @Test
  void foldThatOverlooksTheEndOfDeployments() {
    isFound(
        "the deployment goes on",
        RIGHT.withTree(Planted.fold(RIGHT.tree(), GroupEvent.DeploymentEnded.class)));
  }

  @Test
  void planInTheWrongOrder() {
    isFound(
        "on which it depends",
        RIGHT.withTree(
            Planted.decision(RIGHT.tree(), (state, right, context) -> backwards(right))));
  }

  private static Decision<GroupEvent, GroupEffect, GroupReply> backwards(
      Decision<GroupEvent, GroupEffect, GroupReply> right) {
    var events = new ArrayList<GroupEvent>();
    for (var event : right.events()) {
      events.add(
          event instanceof GroupEvent.ChangeCommitted change
              ? new GroupEvent.ChangeCommitted(
                  change.version(),
                  change.puts(),
                  change.configHashes(),
                  change.removedApps(),
                  change.groups(),
                  change.removedGroups(),
                  change.victims(),
                  reversed(change.plan()),
                  change.superseded(),
                  change.idempotencyKey(),
                  change.eventGroup(),
                  change.at())
              : event);
    }
    var effects = new ArrayList<GroupEffect>();
    for (var effect : right.effects()) {
      effects.add(
          effect instanceof GroupEffect.StartDeployment start
              ? new GroupEffect.StartDeployment(
                  reversed(start.plan()), start.definitions(), start.victims())
              : effect);
    }
    return new Decision<>(events, effects, right.reply());
  }

  private static DeploymentPlan reversed(DeploymentPlan plan) {
    var steps = new ArrayList<>(plan.steps());
    Collections.reverse(steps);
    return new DeploymentPlan(plan.id(), plan.version(), plan.order(), steps);
  }

  @Test
  void rightRulesBreakNothing() {
    assertThat(broken(0, RIGHT)).isEmpty();
  }
}
