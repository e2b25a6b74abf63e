package dev.marathon.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  @Test
  void isReadAsItWasWritten() {
    var random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      var version = new Version(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
      assertThat(Version.parse(version.toString())).isEqualTo(version);
    }
  }

  @Test
  void isWrittenWithThreeDigitsOfTheSecond() {
    assertThat(Version.format(Instant.parse("2026-01-02T03:04:05Z")))
        .isEqualTo("2026-01-02T03:04:05.000Z");
    assertThat(Version.format(Instant.parse("0000-12-31T23:59:59.0078999Z")))
        .isEqualTo("0000-12-31T23:59:59.007Z");
    assertThat(Version.format(Instant.parse("1969-12-31T23:59:59.9999Z")))
        .isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(Version.format(Instant.parse("+12026-01-02T03:04:05Z")))
        .isEqualTo("+12026-01-02T03:04:05.000Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26T01:02:03.004Z",
        "2024-02-29T23:59:59.999Z",
        "0000-01-01T00:00:00.000Z",
        "2026-11-26T01:02:03Z",
        "2026-11-26T01:02Z",
        "2026-11-26T01:02:03.0Z",
        "2026-11-26T01:02:03.123456Z",
        "2026-11-26T01:02:03+02:00",
        "+12026-11-26T01:02:03.004Z"
      })
  void anyOffsetDateTimeIsRead(String text) {
    assertThat(Version.parse(text)).isEqualTo(new Version(OffsetDateTime.parse(text).toInstant()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29T01:02:03.004Z",
        "2026-13-01T01:02:03.004Z",
        "2026-11-26T24:00:00.000Z",
        "2026-11-26 01:02:03.004Z",
        "2026-11-26T01:02:03.0\u0664Z",
        "2026-11-26T01:02:03.-04Z",
        "2026-11-26T01:02:03.004",
        ""
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Version.parse(text)).isInstanceOf(DateTimeParseException.class);
    assertThatThrownBy(() -> OffsetDateTime.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
