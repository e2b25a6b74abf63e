package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.cluster.FormationRules.Admission;
import dev.marathon.cluster.FormationRules.Seeds;
import dev.marathon.cluster.FormationRules.Sight;
import dev.marathon.cluster.FormationRules.Step;
import dev.marathon.store.lease.LeaseRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormationRulesTest {

  private static final String SELF = "akka://marathon@a:1";
  private static final String B = "akka://marathon@b:1";
  private static final String C = "akka://marathon@c:1";

  private FormationRules rules = FormationRules.begin(SELF);
  private long now = 5_000_000_000L;

  private Step look(Optional<LeaseRow> row, boolean taken, String... seeds) {
    return look(Admission.NONE, row, taken, seeds);
  }

  private Step look(Admission admission, Optional<LeaseRow> row, boolean taken, String... seeds) {
    return look(
        new Sight(row, taken, new Seeds(Set.of(seeds), Set.of(), Set.of()), admission, now));
  }

  private Step look(Seeds seeds) {
    return look(new Sight(Optional.empty(), false, seeds, Admission.NONE, now));
  }

  private Step look(Sight sight) {
    var next = rules.next(sight);
    rules = next.rules();
    return next.step();
  }

  private static Optional<LeaseRow> held(String holder, String... members) {
    return Optional.of(new LeaseRow(holder + "#1", 7, List.of(members)));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aSeedNodeThatDoesNotSayWhichStoreItUsesIsWaitedForButNotAsked() {
    var seeds = new Seeds(Set.of(), Set.of(C), Set.of());

    assertThat(look(seeds)).isEqualTo(new Step.Wait(Optional.empty()));
    pass(FormationRules.PATIENCE.minusMillis(1));
    assertThat(look(seeds)).isEqualTo(new Step.Wait(Optional.empty()));
    pass(Duration.ofMillis(1));
    assertThat(look(seeds)).isEqualTo(new Step.Begin());
  }

  @Test
  void aSeedNodeIsAskedAsSoonAsItSaysThatItUsesTheSameStore() {
    look(new Seeds(Set.of(), Set.of(C), Set.of()));
    pass(Duration.ofMillis(100));

    assertThat(look(new Seeds(Set.of(C), Set.of(), Set.of()))).isEqualTo(new Step.Ask(List.of(C)));
  }

  @Test
  void aNodeWithASeedNodeOfAnotherStoreNeitherAsksItNorBegins() {
    var seeds = new Seeds(Set.of(), Set.of(), Set.of(C));
    for (int i = 0; i < 10; i++) {
      assertThat(look(seeds))
          .isEqualTo(
              new Step.Wait(Optional.of("not joining " + C + ": " + FormationRules.FOREIGN)));
      pass(Duration.ofSeconds(2)); // Neither always before nor always after it would ask again.
    }
  }

  @Test
  void theVeryFirstNodeBeginsAtOnce() {
    assertThat(look(Optional.empty(), false)).isEqualTo(new Step.Begin());
  }

  @Test
  void aNodeAsksTheLeaderAndAllThatTheRowLists() {
    assertThat(look(held(B, B, C), true)).isEqualTo(new Step.Ask(List.of(B, C)));
    assertThat(look(held(B, B, C), true)).isInstanceOf(Step.Wait.class);
    pass(FormationRules.ASK_AGAIN);
    assertThat(look(held(B, B, C), true)).isEqualTo(new Step.Ask(List.of(B, C)));
  }

  @Test
  void seedNodesAreAskedToo() {
    assertThat(look(Optional.empty(), false, C, SELF)).isEqualTo(new Step.Ask(List.of(C)));
  }

  @Test
  void whereNobodyAnswersTheNodeBeginsOnceTheLeaseCanBeHad() {
    look(held(B, B, C), true);
    pass(FormationRules.PATIENCE);
    look(held(B, B, C), true);
    assertThat(look(held(B, B, C), true)).as("the leader lives").isInstanceOf(Step.Wait.class);

    assertThat(look(held(B, B, C), false)).isEqualTo(new Step.Begin());
  }

  @Test
  void membersThatAreStillThereGetTheirTimeAfterAnOrderlyHandOver() {
    var givenBack = Optional.of(new LeaseRow("", 8, List.of(C)));
    assertThat(look(givenBack, false)).isEqualTo(new Step.Ask(List.of(C)));
    pass(FormationRules.PATIENCE.minusMillis(1));
    look(givenBack, false);
    assertThat(look(givenBack, false)).isInstanceOf(Step.Wait.class);
  }

  @Test
  void theLastOneToLeaveIsTheFirstToBegin() {
    assertThat(look(Optional.of(new LeaseRow("", 8, List.of())), false))
        .isEqualTo(new Step.Begin());
  }

  @Test
  void anEarlierRunOnTheSameAddressIsWaitedFor() {
    assertThat(look(held(SELF, SELF), true)).isInstanceOf(Step.Wait.class);
    assertThat(look(held(SELF, SELF), false)).isEqualTo(new Step.Begin());
  }

  @Test
  void anAdmittedNodeWaitsForTheOthersToBringItUp() {
    look(held(B, B), true);
    pass(FormationRules.PATIENCE);
    assertThat(look(Admission.PENDING, held(B, B), false)).isInstanceOf(Step.Wait.class);
  }

  @Test
  void anOrphanedNodeGoesOnOnceTheLeaseCanBeHad() {
    look(held(B, B), true);
    assertThat(look(Admission.ORPHANED, held(B, B), true)).isInstanceOf(Step.Wait.class);
    assertThat(look(Admission.ORPHANED, held(B, B), false)).isEqualTo(new Step.Begin());
  }
}
