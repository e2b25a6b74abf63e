package dev.marathon.spec;

/** Which of several equal instances goes first when scaling down. */
public enum KillSelection {
  YOUNGEST_FIRST,
  OLDEST_FIRST
}
