package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReplayTest {

  private final Replay replay = new Replay();

  @Test
  void recordsInARowAreFine() {
    assertThatCode(
            () -> {
              replay.check(true, 1);
              replay.check(false, 2);
              replay.check(false, 3);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aMissingRecordIsNoticed() {
    replay.check(true, 1);

    assertThatThrownBy(() -> replay.check(false, 3)).hasMessageContaining("next one there is 3");
  }

  @Test
  void eventsWithoutTheirSnapshotAreNoticed() {
    assertThatThrownBy(() -> replay.check(true, 501)).hasMessageContaining("501");
  }

  @Test
  void afterASnapshotTheFirstRecordMayBeAny() {
    assertThatCode(
            () -> {
              replay.check(false, 501);
              replay.check(false, 502);
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> replay.check(false, 504)).hasMessageContaining("504");
  }

  @Test
  void aRestartBeginsAnewAndNewRecordsAreNotChecked() {
    replay.check(true, 1);
    replay.begin();
    replay.check(true, 1);
    replay.end();

    assertThatCode(() -> replay.check(false, 99)).doesNotThrowAnyException();
  }
}
