package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTogetherTest {

  private static Stored<Object> stored(Object event) {
    return new Stored<>(event, Instant.EPOCH, 1, Cause.internal("test"));
  }

  @Test
  void anEventAloneIsARecordOfItsOwn() {
    var event = stored(1);

    assertThat(StoredTogether.records(List.of(event))).containsExactly(event);
    assertThat(StoredTogether.records(List.of())).isEmpty();
  }

  @Test
  void theEventsOfAWriteAreOneRecord() {
    var events = List.of(stored(1), stored("two"), stored(3));

    assertThat(StoredTogether.records(events)).containsExactly(new StoredTogether<>(events));
  }

  @Test
  void aRecordHoldsSoManyEventsAndKindsAndNoMore() {
    var many = new ArrayList<Stored<Object>>();
    for (int i = 0; i <= StoredTogether.MAX_EVENTS; i++) {
      many.add(stored(i));
    }
    assertThat(StoredTogether.records(many))
        .containsExactly(
            new StoredTogether<>(many.subList(0, StoredTogether.MAX_EVENTS)),
            many.get(StoredTogether.MAX_EVENTS));

    var kinds = List.of(stored(1), stored(2L), stored(3.0), stored("4"), stored('5'), stored(6));
    assertThat(StoredTogether.records(kinds))
        .containsExactly(
            new StoredTogether<>(kinds.subList(0, 4)), new StoredTogether<>(kinds.subList(4, 6)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverIsWrittenIsThereInOrderAndNoRecordIsTooLarge(long seed) {
    var random = new Random(seed);
    var values = new Object[] {1, 2L, 3.0, "4", '5', 6.0f, true};
    var events = new ArrayList<Stored<Object>>();
    int size = random.nextInt(500);
    int kinds = 1 + random.nextInt(values.length);
    for (int i = 0; i < size; i++) {
      events.add(stored(values[random.nextInt(kinds)]));
    }

    var records = StoredTogether.records(events);

    assertThat(records.stream().flatMap(record -> record.events().stream()).toList())
        .isEqualTo(events);
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.events()).hasSizeBetween(1, StoredTogether.MAX_EVENTS);
              assertThat(
                      record.events().stream()
                          .map(stored -> stored.event().getClass())
                          .collect(Collectors.toSet()))
                  .hasSizeLessThanOrEqualTo(StoredTogether.MAX_KINDS);
            });
  }
}
