package dev.marathon.cluster;

/**
 * How the process ends when it ends by itself. The numbers and their meaning are the original's.
 */
public enum ExitCode {
  /** Lost the leadership, or another writer holds the journal: start again as a standby. */
  LEADERSHIP_LOST(103),
  /** Another instance took the framework over at Mesos. */
  FAILED_OVER(104),
  /** Gave the leadership up by request. */
  ABDICATED(105),
  /** The master refused the subscription, for example for its principal or role. */
  SUBSCRIPTION_REFUSED(106),
  /** An unexpected failure, or a journal that cannot be read. */
  FAILED(107),
  /** Mesos removed the framework; see --new-framework-id. */
  FRAMEWORK_REMOVED(110),
  /** The HTTP port is taken. */
  CANNOT_BIND(111),
  /** Bad option, unreadable configuration, data directory in use. */
  USAGE(112);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
