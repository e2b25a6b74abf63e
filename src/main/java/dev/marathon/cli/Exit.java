package dev.marathon.cli;

/** What a client command tells the shell. */
enum Exit {
  OK(0),
  /** The server refused, or a plan shows pending changes. */
  FAILED(1),
  USAGE(2),
  NOT_FOUND(3),
  /** Locked by a deployment, changed meanwhile, or there already. */
  CONFLICT(4),
  /** Not signed in, or not allowed. */
  DENIED(5),
  UNREACHABLE(6),
  DEPLOYMENT_FAILED(7),
  TIMEOUT(8);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
