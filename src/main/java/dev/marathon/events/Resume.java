package dev.marathon.events;

import java.time.Instant;

/** Where a consumer goes on. */
public sealed interface Resume {

  /** With what happens from now on. */
  record Now() implements Resume {}

  /** With the event after this number. */
  record After(long number) implements Resume {}

  /** With events that happened at or after this time, and none that happened before. */
  record Since(Instant at) implements Resume {}
}
