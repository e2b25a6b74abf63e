package dev.marathon;

/**
 * The threads on which Java completes futures. With one or two processors it gives up on a pool and
 * starts a thread for every stage of every future; Akka's are made of such stages, so a node
 * started fifteen threads per task and spent half of its time on that. Two threads are a pool.
 */
final class CommonPool {

  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private CommonPool() {}

  /** Must be called before anything uses a future. What the operator says counts. */
  static void widen() {
    if (Runtime.getRuntime().availableProcessors() <= 2
        && System.getProperty(PARALLELISM) == null) {
      System.setProperty(PARALLELISM, "2");
    }
  }
}
