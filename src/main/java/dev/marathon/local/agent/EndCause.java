package dev.marathon.local.agent;

import java.util.Arrays;

/** Why the agent ends a task. */
enum EndCause {
  /** The scheduler asked for it. */
  KILLED(1),
  /** Its health check failed too often. */
  UNHEALTHY(2),
  /** It ran longer than its {@code max_completion_time}. */
  TOO_LONG(3),
  /** Another task of its group failed or was killed. */
  GROUP(4),
  /** Another task of its group failed its health check. */
  GROUP_UNHEALTHY(5),
  /** The agent is drained. */
  DRAINED(6);

  private final byte code;

  EndCause(int code) {
    this.code = (byte) code;
  }

  /** Stands for it on disk. */
  byte code() {
    return code;
  }

  static EndCause of(byte code) {
    return Arrays.stream(values())
        .filter(cause -> cause.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no cause has code " + code));
  }

  /** What happens to the other tasks of the group. */
  EndCause forTheGroup() {
    return this == UNHEALTHY || this == GROUP_UNHEALTHY ? GROUP_UNHEALTHY : GROUP;
  }

  /** Whether the last status says that the task was unhealthy. */
  boolean unhealthy() {
    return this == UNHEALTHY || this == GROUP_UNHEALTHY;
  }
}
