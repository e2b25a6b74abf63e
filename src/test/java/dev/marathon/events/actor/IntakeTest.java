package dev.marathon.events.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogCommand.Append;
import dev.marathon.events.EventLogState;
import dev.marathon.events.actor.Intake.Gap;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePVector;

class IntakeTest {

  private final Intake intake = new Intake();

  private static List<ApiEvent> events(String... types) {
    return List.of(types).stream().map(IntakeTest::event).toList();
  }

  private static ApiEvent event(String type) {
    return ApiEvent.of(type, Instant.EPOCH, JsonNodeFactory.instance.objectNode());
  }

  private static EventLogState log(long last, Map<String, Long> marks) {
    return new EventLogState(last, TreePVector.empty(), HashTreePMap.from(marks));
  }

  private Append next(long last) {
    var append = intake.next(last).orElseThrow();
    intake.answered(append.after() + append.events().size());
    return append;
  }

  @Test
  void whatFollowsOnTheMarkIsTakenAndMarked() {
    intake.loaded(log(7, Map.of("a", 3L)));
    intake.written("a", 4, 5, events("x", "y"));
    assertThat(next(7)).isEqualTo(new Append(7, events("x", "y"), Map.of("a", 5L)));
    assertThat(intake.gap()).isEmpty();
  }

  @Test
  void repeatIsIgnored() {
    intake.loaded(log(7, Map.of("a", 5L)));
    intake.written("a", 4, 5, events("x"));
    assertThat(intake.next(7)).isEmpty();
    assertThat(intake.gap()).isEmpty();
  }

  @Test
  void recordThatDoesNotFollowIsReadFromTheJournalWithAllBeforeIt() {
    intake.loaded(log(0, Map.of("a", 5L)));
    intake.written("a", 8, 8, events("known"));
    intake.written("a", 9, 9, events("known too"));

    assertThat(intake.next(0)).as("nothing is told out of order").isEmpty();
    var gap = intake.gap().orElseThrow();
    assertThat(gap).isEqualTo(new Gap("a", 5, 9));
    intake.read(gap, events("six", "eight"));

    assertThat(intake.gap()).isEmpty();
    assertThat(next(0)).isEqualTo(new Append(0, events("six", "eight"), Map.of("a", 9L)));
    intake.written("a", 10, 10, events("ten"));
    assertThat(next(2).events()).isEqualTo(events("ten"));
  }

  @Test
  void longGapIsReadInPieces() {
    intake.loaded(log(0, Map.of()));
    intake.written("a", 500, 500, List.of());
    assertThat(intake.gap()).contains(new Gap("a", 0, Intake.READ));
    intake.read(intake.gap().get(), List.of());
    assertThat(intake.gap()).contains(new Gap("a", 200, 400));
    intake.read(intake.gap().get(), List.of());
    assertThat(intake.gap()).contains(new Gap("a", 400, 500));
  }

  @Test
  void ownersThatWroteBeforeTheLogWasReadAreNotAskedForMore() {
    intake.written("a", 4, 4, events("x"));
    intake.written("b", 9, 9, List.of());
    assertThat(intake.gap()).isEmpty();
    assertThat(intake.next(0)).isEmpty();

    intake.loaded(log(0, Map.of("a", 3L, "b", 7L)));

    assertThat(next(0)).isEqualTo(new Append(0, events("x"), Map.of("a", 4L)));
    assertThat(intake.gap()).contains(new Gap("b", 7, 9));
  }

  @Test
  void ownerThatWritesTooMuchWhileTheLogIsAwayFallsBehindAndLosesNothing() {
    intake.loaded(log(0, Map.of()));
    var many = Collections.nCopies(Intake.MAX_WAITING, event("x"));
    intake.written("a", 1, 1, many);
    intake.written("a", 2, 2, events("late"));
    assertThat(intake.happened(events("lost"))).isFalse();
    assertThat(intake.gap()).as("there is no room for more").isEmpty();

    assertThat(next(0).events()).hasSize(Intake.MAX_WAITING);
    assertThat(intake.gap()).contains(new Gap("a", 1, 2));
  }

  @Test
  void oneBatchAtATimeAndALateAnswerEndsOnlyItsOwn() {
    intake.loaded(log(0, Map.of()));
    intake.happened(events("x"));
    var first = intake.next(0).orElseThrow();
    intake.happened(events("y"));
    assertThat(intake.next(0)).isEmpty();
    assertThat(intake.inFlight()).contains(first);

    intake.answered(1);
    var second = intake.next(1).orElseThrow();
    intake.answered(1);
    assertThat(intake.inFlight()).contains(second);
    intake.answered(2);
    assertThat(intake.inFlight()).isEmpty();
  }

  @Test
  void silentWritesAreMarkedWithTheNextEventOrWhenTheyAreMany() {
    intake.loaded(log(0, Map.of()));
    intake.written("a", 1, 1, List.of());
    assertThat(intake.next(0)).isEmpty();
    intake.happened(events("x"));
    assertThat(next(0)).isEqualTo(new Append(0, events("x"), Map.of("a", 1L)));

    for (int i = 2; i <= Intake.SILENT + 1; i++) {
      assertThat(intake.next(1)).isEmpty();
      intake.written("a", i, i, List.of());
    }
    assertThat(next(1)).isEqualTo(new Append(1, List.of(), Map.of("a", Intake.SILENT + 1L)));
  }

  @Test
  void silentWritesAreMarkedAtRestAndNothingElseIs() {
    intake.loaded(log(0, Map.of()));
    assertThat(intake.atRest(0)).isEmpty();
    intake.written("a", 1, 1, List.of());
    intake.written("b", 1, 1, List.of());
    assertThat(intake.silent()).isTrue();

    assertThat(intake.atRest(0)).contains(new Append(0, List.of(), Map.of("a", 1L, "b", 1L)));
    assertThat(intake.silent()).isFalse();
    intake.answered(0);
    intake.written("a", 2, 2, events("x"));
    assertThat(intake.silent()).as("an event takes the marks along").isFalse();
    assertThat(intake.atRest(0)).isEmpty();
  }

  @Test
  void recordsThatAreGoneAreLeftOut() {
    intake.loaded(log(0, Map.of("a", 5L)));
    intake.written("a", 9, 9, List.of());
    intake.missing(intake.gap().orElseThrow(), 7);
    assertThat(intake.gap()).contains(new Gap("a", 7, 9));
    intake.read(intake.gap().get(), events("eight"));
    intake.written("a", 10, 10, events("ten"));
    assertThat(next(0)).isEqualTo(new Append(0, events("eight", "ten"), Map.of("a", 10L)));
  }
}
