package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.mesos.client.CallLanes.Lane;
import org.junit.jupiter.api.Test;

class CallLanesTest {

  private final CallLanes<String> lanes = new CallLanes<>(4, 3);

  @Test
  void orderedCallsGoOneAfterTheOther() {
    lanes.add(Lane.ORDERED, "a");
    lanes.add(Lane.ORDERED, "b");

    assertThat(lanes.next(Lane.ORDERED)).contains("a");
    assertThat(lanes.next(Lane.ORDERED)).isEmpty();
    lanes.done(Lane.ORDERED);
    assertThat(lanes.next(Lane.ORDERED)).contains("b");
  }

  @Test
  void acknowledgementsPassUpToTheLimit() {
    lanes.add(Lane.ORDERED, "a");
    lanes.next(Lane.ORDERED);
    lanes.add(Lane.ACKNOWLEDGEMENTS, "1");
    lanes.add(Lane.ACKNOWLEDGEMENTS, "2");
    lanes.add(Lane.ACKNOWLEDGEMENTS, "3");

    assertThat(lanes.next(Lane.ACKNOWLEDGEMENTS)).contains("1");
    assertThat(lanes.next(Lane.ACKNOWLEDGEMENTS)).contains("2");
    assertThat(lanes.next(Lane.ACKNOWLEDGEMENTS)).isEmpty();
    lanes.done(Lane.ACKNOWLEDGEMENTS);
    assertThat(lanes.next(Lane.ACKNOWLEDGEMENTS)).contains("3");
  }

  @Test
  void bothLanesShareTheRoomToWait() {
    assertThat(lanes.add(Lane.ORDERED, "a")).isTrue();
    assertThat(lanes.add(Lane.ACKNOWLEDGEMENTS, "1")).isTrue();
    assertThat(lanes.add(Lane.ORDERED, "b")).isTrue();
    assertThat(lanes.add(Lane.ACKNOWLEDGEMENTS, "2")).isTrue();
    assertThat(lanes.add(Lane.ORDERED, "c")).isFalse();

    assertThat(lanes.drain()).containsExactly("a", "b", "1", "2");
    assertThat(lanes.add(Lane.ORDERED, "c")).isTrue();
  }
}
