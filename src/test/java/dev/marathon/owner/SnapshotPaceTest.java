package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {

  private static List<Long> taken(SnapshotPace pace, long from, long to, int entries) {
    var taken = new ArrayList<Long>();
    for (long sequence = from; sequence <= to; sequence++) {
      if (pace.due(sequence, () -> entries)) {
        taken.add(sequence);
      }
    }
    return taken;
  }

  @Test
  void smallStateIsSavedAsOftenAsTheSettingsSay() {
    assertThat(taken(new SnapshotPace(10), 1, 35, 3)).containsExactly(10L, 20L, 30L);
  }

  @Test
  void largeStateIsSavedAfterAsManyEventsAsItHasEntries() {
    assertThat(taken(new SnapshotPace(10), 1, 120, 50)).containsExactly(50L, 100L);
  }

  @Test
  void whatASnapshotsCostGrowsWithTheEventsAndNotWithTheirSquare() {
    var pace = new SnapshotPace(1_000);
    long written = 0;
    for (int sequence = 1; sequence <= 200_000; sequence++) {
      int entries = sequence / 2;
      written += pace.due(sequence, () -> entries) ? entries : 0;
    }
    assertThat(written).isLessThan(2 * 200_000);
  }

  @Test
  void whatWasReplayedCounts() {
    var pace = new SnapshotPace(10);
    for (int i = 0; i < 8; i++) {
      pace.replayed();
    }
    pace.recovered(108);
    assertThat(taken(pace, 109, 125, 0)).containsExactly(110L, 120L);
  }

  @Test
  void snapshotTakenForAnotherReasonCounts() {
    var pace = new SnapshotPace(10);
    pace.taken(8);
    assertThat(taken(pace, 9, 30, 0)).containsExactly(18L, 28L);
  }
}
