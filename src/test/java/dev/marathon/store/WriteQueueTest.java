package dev.marathon.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.store.WriteQueue.Waits;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes into one write, and when it begins. */
class WriteQueueTest {

  private static final long MS = 1_000_000;
  private final WriteQueue<String> queue = new WriteQueue<>(Duration.ofMillis(2), 10, 5);

  @Test
  void everyPatientRecordIsOneThatIsWritten() {
    var ofEveryOwner = Set.of(WireSerializer.EPOCH_BEGAN, WireSerializer.RESTED);
    assertThat(WireNames.all().type(GatheringJournal.CHANGE)).isNotNull();
    assertThat(GatheringJournal.PATIENT)
        .allMatch(name -> ofEveryOwner.contains(name) || WireNames.all().type(name) != null);
  }

  @Test
  void nothingIsDueWhereNothingWaits() {
    assertThat(queue.due(0)).isEmpty();
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void whatNobodyWaitsForLetsOthersJoinForAMoment() {
    queue.add("events", 1, Waits.NOBODY, 0);
    assertThat(queue.due(0)).hasValue(2 * MS);
    queue.add("app", 1, Waits.NOBODY, MS);
    assertThat(queue.due(MS)).hasValue(MS);
    assertThat(queue.due(3 * MS).getAsLong()).isNegative();
    assertThat(queue.take()).containsExactly("events", "app");
    assertThat(queue.due(3 * MS)).isEmpty();
  }

  @Test
  void anUrgentOneBeginsAtOnceAndTakesAllAlongInOrder() {
    queue.add("events", 1, Waits.NOBODY, 0);
    queue.add("change", 1, Waits.TASK, MS);
    assertThat(queue.due(MS)).hasValue(0);
    assertThat(queue.take()).containsExactly("events", "change");
    queue.add("app", 1, Waits.NOBODY, MS);
    assertThat(queue.due(MS)).hasValue(2 * MS);
  }

  @Test
  void patienceMayChangeWhileSomethingWaits() {
    queue.add("events", 1, Waits.NOBODY, 0);
    queue.patience(Duration.ofMillis(5));
    assertThat(queue.due(MS)).hasValue(4 * MS);
  }

  @Test
  void enoughRowsDoNotWaitForMore() {
    queue.add("a", 6, Waits.NOBODY, 0);
    queue.add("b", 4, Waits.NOBODY, 0);
    assertThat(queue.due(0)).hasValue(0);
  }

  @Test
  void oneWriteIsLimitedUnlessOneCallerWantsMore() {
    queue.add("a", 6, Waits.TASK, 0);
    queue.add("b", 5, Waits.TASK, 0);
    queue.add("c", 50, Waits.TASK, 0);
    assertThat(queue.take()).containsExactly("a");
    assertThat(queue.due(0)).hasValue(0);
    assertThat(queue.take()).containsExactly("b");
    assertThat(queue.take()).containsExactly("c");
  }

  @Test
  void whatAClientWaitsForGoesBeforeWhatElseWaits() {
    queue.add("tasks", 6, Waits.TASK, 0);
    queue.add("more tasks", 6, Waits.TASK, 0);
    queue.add("change", 1, Waits.CLIENT, 0);
    queue.add("change after it", 1, Waits.CLIENT, 0);
    assertThat(queue.take()).containsExactly("change", "change after it", "tasks");
    assertThat(queue.take()).containsExactly("more tasks");
    queue.add("change", 1, Waits.CLIENT, 0);
    assertThat(queue.due(0)).hasValue(0);
    assertThat(queue.take()).containsExactly("change");
    assertThat(queue.due(0)).isEmpty();
  }

  @Test
  void noMoreThanTheLimitMayWait() {
    assertThat(IntStream.range(0, 5).allMatch(n -> queue.add("a", 1, Waits.NOBODY, 0))).isTrue();
    assertThat(queue.add("one more", 1, Waits.TASK, 0)).isFalse();
    queue.take();
    assertThat(queue.add("later", 1, Waits.TASK, 0)).isTrue();
  }
}
