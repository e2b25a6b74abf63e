package dev.marathon.store.lease;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one lease going on a thread of its own, and tells its listeners when it is lost. Another
 * thread watches the time, because the first may hang in the store.
 */
public final class LeaseWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseWorker.class);
  private static final long WATCH_MILLIS = 50;
  private static final long CLAIM_MILLIS = 100;

  private final String name;
  private final LeaseKeeper keeper;
  private final LeaseTable table;
  private final Supplier<List<String>> members;
  private final LeaseTimes times;
  private final ScheduledExecutorService beats;
  private final ScheduledExecutorService watch;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean holding = new AtomicBoolean();

  /** Whether it was lost once: this node is ending, and must not lead again meanwhile. */
  private volatile boolean lostOnce;

  LeaseWorker(
      String name,
      LeaseKeeper keeper,
      LeaseTable table,
      LeaseTimes times,
      Supplier<List<String>> members) {
    this.name = name;
    this.keeper = keeper;
    this.table = table;
    this.members = members;
    this.times = times;
    this.beats = thread("lease-" + name);
    this.watch = thread("lease-watch-" + name);
    beats.execute(this::beatAlways);
    var unusedWatch =
        watch.scheduleAtFixedRate(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          var thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  public LeaseKeeper keeper() {
    return keeper;
  }

  /** Told once per loss, with the reason; a lease that is given back is not lost. */
  public void whenLost(Consumer<String> listener) {
    listeners.add(listener);
  }

  /**
   * Takes the lease if nobody holds it; completes with whether this node holds it, which it does
   * not while the store is away.
   */
  public CompletionStage<Boolean> acquire() {
    var answer = new CompletableFuture<Boolean>();
    beats.execute(
        () -> {
          try {
            boolean got = !lostOnce && keeper.acquire(keeper.held() ? List.of() : members.get());
            if (got && holding.compareAndSet(false, true)) {
              LOG.info("lease {}: taken", name);
            }
            answer.complete(got);
          } catch (IOException | RuntimeException away) {
            LOG.debug("lease {}", name, away);
            answer.complete(false);
          }
        });
    return answer;
  }

  /**
   * Claims the lease for this node's side of a partition; completes with whether this side goes on,
   * or fails if that is not known in time: then the other side may long have decided, and have
   * given the lease back.
   */
  CompletionStage<Boolean> claim(Supplier<Side> side) {
    var answer = new CompletableFuture<Boolean>();
    var claim = new Claim(keeper);
    beats.execute(() -> attempt(claim, side, answer));
    var unusedEnd =
        watch.schedule(
            () -> answer.completeExceptionally(new TimeoutException("the store does not answer")),
            times.patience().toMillis(),
            TimeUnit.MILLISECONDS);
    return answer;
  }

  private void attempt(Claim claim, Supplier<Side> side, CompletableFuture<Boolean> answer) {
    if (answer.isDone()) {
      return;
    }
    try {
      var reached = side.get();
      var decided = claim.attempt(reached);
      if (decided.isPresent()) {
        decided(decided.get(), reached, answer);
        return;
      }
    } catch (IOException | RuntimeException away) {
      LOG.debug("lease {}", name, away); // A moment without the store must not end both sides.
    }
    var unusedNext =
        beats.schedule(() -> attempt(claim, side, answer), CLAIM_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void decided(boolean ours, Side side, CompletableFuture<Boolean> answer)
      throws IOException {
    holding.set(ours);
    if (answer.complete(ours)) {
      LOG.info("lease {}: {}", name, ours ? "taken" : "the other side has it");
    } else {
      LOG.info("lease {}: the store answered too late", name);
      holding.set(false);
      keeper.release(side.members());
    }
  }

  /** Gives the lease back; completes with true. A store that is away lets it run out. */
  public CompletionStage<Boolean> release() {
    var answer = new CompletableFuture<Boolean>();
    boolean held = holding.getAndSet(false);
    if (!keeper.valid()) {
      answer.complete(true); // There is nothing to give back, and the store may be away.
      return answer;
    }
    beats.execute(
        () -> {
          try {
            keeper.release(members.get());
            if (held) {
              LOG.info("lease {}: given back", name);
            }
          } catch (IOException | RuntimeException away) {
            LOG.warn("lease {}: not given back, it runs out: {}", name, away.getMessage());
          }
          answer.complete(true);
        });
    return answer;
  }

  /** A beat that took long is not made up for: other work waits. */
  private void beatAlways() {
    long begun = System.nanoTime();
    beat();
    long left = times.beat().toNanos() - (System.nanoTime() - begun);
    var unusedNext = beats.schedule(this::beatAlways, Math.max(0, left), TimeUnit.NANOSECONDS);
  }

  private void beat() {
    try {
      keeper.beat(keeper.held() ? members.get() : List.of()).ifPresent(this::lost);
    } catch (RuntimeException bug) {
      LOG.error("lease {}", name, bug);
    }
  }

  private void watch() {
    if (keeper.held() && !keeper.valid()) {
      lost("it was not renewed in time");
    }
  }

  private void lost(String why) {
    if (!holding.compareAndSet(true, false)) {
      return;
    }
    lostOnce = true;
    if (listeners.isEmpty()) {
      LOG.info("lease {}: no longer ours, {}", name, why);
    } else {
      LOG.error("lease {}: lost, {}", name, why);
      listeners.forEach(listener -> listener.accept(why));
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    beats.shutdownNow();
    table.close();
  }
}
