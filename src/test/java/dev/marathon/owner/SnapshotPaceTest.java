package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {

  /** Numbers of those events, each a change, after which a snapshot is due. */
  private static List<Integer> taken(SnapshotPace pace, int events, int entries) {
    var taken = new ArrayList<Integer>();
    for (int number = 1; number <= events; number++) {
      pace.happened(1);
      if (pace.due(() -> entries)) {
        taken.add(number);
      }
    }
    return taken;
  }

  @Test
  void smallStateIsSavedAsOftenAsTheSettingsSay() {
    assertThat(taken(new SnapshotPace(10), 35, 3)).containsExactly(10, 20, 30);
  }

  @Test
  void largeStateIsSavedAfterAsManyChangesAsItHasEntries() {
    assertThat(taken(new SnapshotPace(10), 120, 50)).containsExactly(50, 100);
  }

  @Test
  void eventsOfManyChangesCountForMore() {
    var pace = new SnapshotPace(10);
    pace.happened(9);
    assertThat(pace.due(() -> 0)).isFalse();
    pace.happened(200);
    assertThat(pace.due(() -> 0)).isTrue();
  }

  @Test
  void whatASnapshotsCostGrowsWithTheEventsAndNotWithTheirSquare() {
    var pace = new SnapshotPace(1_000);
    long written = 0;
    for (int number = 1; number <= 200_000; number++) {
      int entries = number / 2;
      pace.happened(1);
      written += pace.due(() -> entries) ? entries : 0;
    }
    assertThat(written).isLessThan(2 * 200_000);
  }

  @Test
  void whatWasReplayedCounts() {
    var pace = new SnapshotPace(10);
    pace.begin();
    pace.happened(8);
    assertThat(taken(pace, 17, 0)).containsExactly(2, 12);
  }

  @Test
  void snapshotTakenForAnotherReasonCounts() {
    var pace = new SnapshotPace(10);
    pace.happened(8);
    pace.taken();
    assertThat(taken(pace, 22, 0)).containsExactly(10, 20);
  }

  @Test
  void atRestATenthOfTheChangesIsEnoughIfItIsHalfOfTheState() {
    var pace = new SnapshotPace(1_000);
    pace.happened(99);
    assertThat(pace.dueAtRest(10)).isFalse();
    pace.happened(1);
    assertThat(pace.dueAtRest(200)).isTrue();
    assertThat(pace.dueAtRest(202)).isFalse();
    pace.taken();
    assertThat(pace.dueAtRest(0)).isFalse();
  }
}
