package dev.marathon.local.agent;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of one agent for what blocks. They end when they are idle.
 *
 * @param starts for starting processes
 * @param fetches for what comes over the network: slow servers must not hold up other starts
 * @param checks for probing tasks
 * @param files for cleaning up
 */
record Pools(
    ExecutorService starts, ExecutorService fetches, ExecutorService checks, ExecutorService files)
    implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(10);

  private static final Duration FINISHING = Duration.ofSeconds(10);

  /** After closing, what still comes has nobody left to report to. */
  private static final RejectedExecutionHandler IGNORED = (step, pool) -> {};

  static Pools create(String name) {
    return new Pools(
        pool(name + "-start", 4),
        pool(name + "-fetch", 16),
        pool(name + "-check", 64),
        pool(name + "-files", 2));
  }

  private static ExecutorService pool(String name, int threads) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            // As many as there are tasks on this agent, which its resources limit.
            new LinkedBlockingQueue<>(),
            step -> ThreadLane.daemon(step, name),
            IGNORED);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Lets starts and removals finish, because half of one is worse; gives up everything else. */
  @Override
  public void close() {
    fetches.shutdownNow();
    checks.shutdownNow();
    starts.shutdown();
    files.shutdown();
    try {
      if (!starts.awaitTermination(FINISHING.toMillis(), TimeUnit.MILLISECONDS)
          || !files.awaitTermination(FINISHING.toMillis(), TimeUnit.MILLISECONDS)) {
        starts.shutdownNow();
        files.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
