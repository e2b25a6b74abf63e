package dev.marathon.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A version is the time of the change that made it: UTC, milliseconds. */
public record Version(Instant at) implements Comparable<Version> {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public Version {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * @param text any ISO-8601 offset date-time
   * @throws java.time.format.DateTimeParseException if it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Version parse(String text) {
    return new Version(
        IsoMillis.read(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant()));
  }

  /** The later of {@code now} and one millisecond after this: versions only grow. */
  public Version next(Instant now) {
    var after = new Version(at.plusMillis(1));
    var candidate = new Version(now);
    return candidate.compareTo(after) >= 0 ? candidate : after;
  }

  /** An instant as the API prints it, with exactly three fractional digits. */
  public static String format(Instant at) {
    return IsoMillis.write(at).orElseGet(() -> FORMAT.format(at));
  }

  @Override
  public int compareTo(Version other) {
    return at.compareTo(other.at);
  }

  @JsonValue
  @Override
  public String toString() {
    return format(at);
  }
}
