package dev.marathon.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.NotSerializableException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StoreAwayTest {

  @Test
  void lostConnectionAndTimeoutPass() {
    assertThat(StoreAway.is(new SQLException("connection refused", "08001"))).isTrue();
    assertThat(StoreAway.is(new CompletionException(new TimeoutException()))).isTrue();
  }

  @Test
  void brokenDataDoNot() {
    assertThat(StoreAway.is(new SQLException("malformed", null, 11))).isFalse();
    assertThat(StoreAway.is(new SQLException("invalid page", "XX001"))).isFalse();
  }

  @Test
  void aRecordThatCannotBeReadIsNoMatterOfTime() {
    assertThat(StoreAway.is(new NotSerializableException("group.unknown.v9"))).isFalse();
    assertThat(StoreAway.is(new IllegalStateException("missing"))).isFalse();
  }
}
