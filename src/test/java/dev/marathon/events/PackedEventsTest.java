package dev.marathon.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedEventsTest {

  private static final ObjectMapper MAPPER = new JsonMapper();

  private static List<ApiEvent> events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                ApiEvent.of(
                    "status_update_event",
                    Instant.EPOCH.plusSeconds(i),
                    JsonNodeFactory.instance.objectNode().put("taskId", "täsk-" + i)))
        .toList();
  }

  private static void isStored(List<ApiEvent> events, boolean readable) throws Exception {
    var packed = PackedEvents.of(events);
    var json = MAPPER.writeValueAsString(packed);
    assertThat(MAPPER.readTree(json).isArray()).isEqualTo(readable);
    var read = MAPPER.readValue(json, PackedEvents.class);
    assertThat(read).isEqualTo(packed);
    assertThat(read.unpack()).isEqualTo(events);
    assertThat(read.count()).isEqualTo(events.size());
  }

  @Test
  void fewAreStoredAsTheyAre() throws Exception {
    isStored(List.of(), true);
    isStored(events(0, 3), true);
  }

  @Test
  void manyAreStoredInATenthOfTheSpace() throws Exception {
    isStored(events(0, 500), false);
    var json = MAPPER.writeValueAsString(PackedEvents.of(events(0, 500)));
    assertThat(json.length()).isLessThan(MAPPER.writeValueAsString(events(0, 500)).length() / 10);
  }

  @Test
  void joinedOnesAreTheSameEventsInOrder() {
    var joined =
        PackedEvents.join(
            List.of(
                PackedEvents.of(events(0, 2)),
                PackedEvents.of(List.of()),
                PackedEvents.of(events(2, 300)),
                PackedEvents.of(events(300, 301))));
    assertThat(joined).isEqualTo(PackedEvents.of(events(0, 301)));
    assertThat(joined).isNotEqualTo(PackedEvents.of(events(1, 302)));
  }
}
