package dev.marathon.owner;

import akka.pattern.CircuitBreakerOpenException;
import akka.persistence.RecoveryTimedOut;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Tells a store that is away, slow or full, which comes back, from one whose content is broken. */
final class StoreAway {

  /** SQLite's CORRUPT and NOTADB. */
  private static final Set<Integer> BROKEN_FILE = Set.of(11, 26);

  /** PostgreSQL's class "data corrupted, index corrupted". */
  private static final String BROKEN_DATA = "XX";

  private StoreAway() {}

  static boolean is(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return !BROKEN_FILE.contains(sql.getErrorCode())
            && (sql.getSQLState() == null || !sql.getSQLState().startsWith(BROKEN_DATA));
      }
      if (cause instanceof TimeoutException
          || cause instanceof RejectedExecutionException
          || cause instanceof RecoveryTimedOut
          || cause instanceof CircuitBreakerOpenException
          || cause.getClass().getName().startsWith("com.datastax.")) {
        return true;
      }
    }
    return false;
  }
}
