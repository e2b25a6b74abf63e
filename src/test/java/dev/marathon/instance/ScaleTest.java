package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.KillSelection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scaling, and which instances go. */
class ScaleTest {

  private static LedgerScenario running(AppBuilder app) {
    return new LedgerScenario().target(app).launch().run();
  }

  /** Instances 1 to {@code count}, each a second younger than the one before. */
  private static LedgerScenario aging(AppBuilder app, int count) {
    var story = new LedgerScenario();
    for (int i = 1; i <= count; i++) {
      story.target(app.instances(i)).launch().run().pass(Duration.ofSeconds(1));
    }
    return story;
  }

  private static AppBuilder scaled(int count) {
    return app(1).instances(count);
  }

  @Test
  void youngestGoFirst() {
    var story = aging(app(1), 4).target(scaled(2));
    story.thenKilled(story.instance(3), story.instance(4)).thenNotReached();
    story.killsDone().thenReached().replayed();
  }

  @Test
  void oldestGoFirstIfAskedFor() {
    var story = aging(app(1).killSelection(KillSelection.OLDEST_FIRST), 4);
    story.target(scaled(2).killSelection(KillSelection.OLDEST_FIRST));
    story.thenKilled(story.instance(1), story.instance(2)).replayed();
  }

  @Test
  void thoseThatDoLeastGoFirst() {
    var story = running(scaled(6));
    story.status(story.instance(1), Condition.UNREACHABLE);
    story.tell(new LedgerCommand.Kill(List.of(story.instance(2).id()), false, ""));
    story.status(story.instance(3), Condition.FAILED).pass(Duration.ofSeconds(2)).launch(1);
    story.status(story.instance(4), Condition.FAILED);
    // The first one was forgotten at once; the others go in this order: 2 dies, 4 waits, 3 starts.
    story.target(scaled(5)).thenDemand(1);
    assertThat(left(story)).containsExactly(2L, 3L, 4L, 5L, 6L);
    story.target(scaled(3));
    assertThat(left(story)).containsExactly(3L, 5L, 6L);
    story.target(scaled(2));
    assertThat(left(story)).containsExactly(5L, 6L);
    story.replayed();
  }

  private static List<Long> left(LedgerScenario story) {
    return story.instances(i -> i.goal() == Goal.RUNNING).stream()
        .map(i -> i.id().uuid().getLeastSignificantBits())
        .toList();
  }

  @Test
  void namedInstancesGoFirstAndCountTowardsTheNumber() {
    var story = aging(app(1), 4);
    story.target(scaled(2).build(), List.of(story.instance(1).id()));
    story.thenKilled(story.instance(1), story.instance(4)).replayed();
  }

  @Test
  void namedInstancesGoEvenIfTheNumberStaysAndAreReplacedWhenTheyHaveEnded() {
    var story = aging(app(1), 2);
    story.target(scaled(2).build(), List.of(story.instance(1).id()));
    story.thenKilled(story.instance(1)).thenDemand(0);
    story.killsDone().thenDemand(1).launch().run().thenReached().replayed();
  }

  @Test
  void demandThatIsNotLaunchedYetGoesBeforeAnyInstance() {
    var story = new LedgerScenario().target(scaled(4)).launch(2).run();
    story.target(scaled(2)).thenKilled().thenDemand(0).thenReached().replayed();
  }

  @Test
  void scalingAnAppThatIsUnwellComesToAnEnd() {
    var story = running(scaled(3));
    for (int i = 1; i <= 3; i++) {
      story.status(story.instance(i), Condition.FAILED);
    }
    story.target(scaled(1)).thenReached().thenCounts(0, 1, 0);
    story.target(scaled(2)).thenNotReached();
    story.pass(Duration.ofSeconds(5)).launch();
    var added = story.instances(i -> i.incarnation() == 1).get(0);
    story.status(added, Condition.RUNNING).thenReached().replayed();
  }

  @Test
  void manyEndInSeveralDecisions() {
    var story = new LedgerScenario().target(scaled(2_500)).launch().run().target(scaled(0));
    story.thenCounts(0, 1_500, 1_000).pass(Duration.ZERO).thenCounts(0, 0, 2_500);
    story.killsDone().thenReached().replayed();
  }

  private static Constraint groupBy(String field) {
    return new Constraint(field, Constraint.Operator.GROUP_BY, Optional.empty());
  }

  private static List<String> hosts(List<Instance> instances) {
    return instances.stream().map(i -> i.placement().host()).sorted().toList();
  }

  @Test
  void groupsStayEven() {
    var app = app(1).constraints(List.of(groupBy("hostname")));
    var story = new LedgerScenario();
    story.target(app.instances(5));
    Stream.of("a", "a", "a", "b", "c").forEach(host -> story.launch(1, host));
    story.run().target(app.instances(3));
    assertThat(hosts(story.instances(i -> i.goal() == Goal.RUNNING)))
        .containsExactly("a", "b", "c");
    story.target(app.instances(1));
    assertThat(story.instances(i -> i.goal() == Goal.RUNNING)).hasSize(1);
    story.replayed();
  }

  @Test
  void evenGroupsOfSeveralConstraints() {
    var app = app(1).constraints(List.of(groupBy("hostname"), groupBy("@zone")));
    var story = new LedgerScenario().target(app.instances(8));
    Stream.of("a", "a", "b", "b", "c", "c", "d", "d").forEach(host -> story.launch(1, host));
    story.run().target(app.instances(4));
    assertThat(hosts(story.instances(i -> i.goal() == Goal.RUNNING)))
        .containsExactly("a", "b", "c", "d");
    story.replayed();
  }
}
