package dev.marathon.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The end of a node, for the reason that came first. */
final class Farewell {

  private final AtomicReference<Ending> reason = new AtomicReference<>();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  void end(Ending why) {
    reason.compareAndSet(null, why);
    ending.complete(reason.get());
  }

  /**
   * Ends within this time; sooner if there is another reason by then.
   *
   * @param limit for the other nodes to hear that this one goes
   */
  void endWithin(Duration limit, Ending why) {
    reason.compareAndSet(null, why);
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> end(why));
  }

  CompletionStage<Ending> ending() {
    return ending;
  }
}
