package dev.marathon.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.events.EventLogCommand.Append;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLogRulesTest {

  private final EventLogRules rules =
      new EventLogRules(new EventLogSettings(Duration.ofHours(1), 10));
  private Instant now = Instant.EPOCH;
  private EventLogState state = rules.empty();
  private final List<EventLogEvent> log = new ArrayList<>();

  private EventLogState append(long after, int events, Map<String, Long> marks) {
    var all =
        IntStream.range(0, events)
            .mapToObj(i -> ApiEvent.of("x", now, JsonNodeFactory.instance.objectNode()))
            .toList();
    var decision =
        rules.decide(
            state,
            new Append(after, all, marks),
            new Context(now, Cause.internal("test"), () -> new UUID(0, 0)));
    for (var event : decision.events()) {
      state = rules.apply(state, event);
      log.add(event);
    }
    assertThat(decision.reply()).isEqualTo(state);
    return state;
  }

  private List<Long> numbers(long after) {
    return state.after(after).stream().map(NumberedEvent::number).toList();
  }

  @Test
  void numbersGrowByOneOverBatches() {
    append(0, 2, Map.of());
    append(2, 3, Map.of());
    assertThat(numbers(0)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(numbers(3)).containsExactly(4L, 5L);
    assertThat(log.stream().reduce(rules.empty(), rules::apply, (a, b) -> b)).isEqualTo(state);
  }

  @Test
  void batchThatIsInTheLogAlreadyIsNotAppendedTwice() {
    append(0, 2, Map.of("a", 4L));
    append(0, 2, Map.of("a", 4L));
    assertThat(state.last()).isEqualTo(2);
    assertThat(log).hasSize(1);
  }

  @Test
  void marksAreKeptPerOwnerAlsoWithoutEvents() {
    append(0, 1, Map.of("a", 4L, "b", 2L));
    append(1, 0, Map.of("a", 9L));
    append(1, 1, Map.of());
    assertThat(state.marks()).isEqualTo(Map.of("a", 9L, "b", 2L));
    assertThat(numbers(0)).containsExactly(1L, 2L);
  }

  @Test
  void sinceATimeNothingOlderIsToldAlsoIfItWasNumberedLater() {
    now = Instant.EPOCH.plusSeconds(10);
    append(0, 2, Map.of());
    now = Instant.EPOCH.plusSeconds(5);
    var toldLate = ApiEvent.of("late", now, JsonNodeFactory.instance.objectNode());
    now = Instant.EPOCH.plusSeconds(20);
    state =
        rules.apply(
            state,
            new EventLogEvent.EventsAppended(
                3,
                PackedEvents.of(
                    List.of(
                        ApiEvent.of("x", now, JsonNodeFactory.instance.objectNode()), toldLate)),
                Map.of(),
                now));
    assertThat(since(10)).containsExactly(1L, 2L, 3L);
    assertThat(since(11)).containsExactly(3L);
    assertThat(since(0)).hasSize(4);
  }

  private List<Long> since(int seconds) {
    var at = Instant.EPOCH.plusSeconds(seconds);
    return state.batchesSince(at).stream()
        .flatMap(batch -> batch.numbered().stream())
        .filter(event -> event.happenedSince(at))
        .map(NumberedEvent::number)
        .toList();
  }

  @Test
  void oldAndExcessBatchesAreDroppedButNumbersGoOn() {
    append(0, 6, Map.of());
    append(6, 6, Map.of());
    assertThat(state.oldest()).as("12 events are more than 10").isEqualTo(1);
    append(12, 6, Map.of());
    assertThat(state.oldest()).isEqualTo(7);
    now = now.plus(Duration.ofHours(2));
    append(18, 1, Map.of());
    assertThat(numbers(0)).containsExactly(19L);
  }

  @Test
  void smallBatchesBecomeFewLargeOnes() {
    var many = new EventLogRules(new EventLogSettings(Duration.ofHours(1), 100_000));
    var log = many.empty();
    for (int i = 0; i < 1_100; i++) {
      log =
          many.apply(
              log,
              new EventLogEvent.EventsAppended(
                  i + 1,
                  PackedEvents.of(
                      List.of(ApiEvent.of("x", now, JsonNodeFactory.instance.objectNode()))),
                  Map.of(),
                  now));
    }
    assertThat(log.kept()).hasSizeLessThan(20);
    assertThat(log.after(0).stream().map(NumberedEvent::number))
        .isEqualTo(IntStream.rangeClosed(1, 1_100).mapToObj(i -> (long) i).toList());
    assertThat(log.after(513).get(0).number()).isEqualTo(514);
  }
}
