package dev.marathon.store.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lease of a partition while the store hangs. */
class LeaseWorkerTest {

  private static final LeaseTimes TIMES = LeaseTimes.of(Duration.ofSeconds(1));
  private static final Side SIDE = new Side("a", Set.of("a#1"), List.of("a"));
  private static final int ALL = 1_000_000;

  private enum Call {
    READ,
    WRITE
  }

  /** Each call waits for a permit. */
  private static final class Hanging implements LeaseTable {
    final LeasesInMemory table = new LeasesInMemory();
    final Semaphore permits = new Semaphore(0);
    final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    @Override
    public Optional<LeaseRow> read(String name) throws IOException {
      hang(Call.READ);
      return table.read(name);
    }

    @Override
    public boolean write(String name, Optional<LeaseRow> expected, LeaseRow next)
        throws IOException {
      hang(Call.WRITE);
      return table.write(name, expected, next);
    }

    private void hang(Call call) throws IOException {
      calls.add(call);
      try {
        permits.acquire();
      } catch (InterruptedException closed) {
        throw new IOException(closed);
      }
    }

    Call next() throws InterruptedException {
      return calls.poll(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {}
  }

  private final Hanging store = new Hanging();
  private final LeaseKeeper keeper =
      new LeaseKeeper("partition", "a#1", store, TIMES, System::nanoTime);
  private final LeaseWorker worker =
      new LeaseWorker("partition", keeper, store, TIMES, () -> List.of("a"));

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void aClaimIsLostWhenTheStoreDoesNotAnswerInTimeAlsoIfItAnswersLater() throws Exception {
    var claim = worker.claim(() -> SIDE).toCompletableFuture();
    assertThatThrownBy(() -> claim.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);

    store.permits.release(ALL);
    worker.release().toCompletableFuture().get(60, TimeUnit.SECONDS); // comes after the claim
    assertThat(store.table.rows).isEmpty();
  }

  @Test
  void aClaimThatIsDecidedTooLateIsGivenBack() throws Exception {
    var claim = worker.claim(() -> SIDE).toCompletableFuture();
    while (store.next() != Call.WRITE) {
      store.permits.release();
    }
    assertThatThrownBy(() -> claim.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);

    store.permits.release(ALL);
    await()
        .untilAsserted(
            () ->
                assertThat(store.table.read("partition"))
                    .hasValueSatisfying(row -> assertThat(row.free()).isTrue()));
    assertThat(keeper.held()).isFalse();
  }

  @Test
  void beatsThatTheStoreHeldUpDoNotComeBeforeAClaim() throws Exception {
    assertThat(store.next()).as("the first beat").isEqualTo(Call.READ);
    await().pollDelay(TIMES.beat().multipliedBy(3)).until(() -> true);
    var claim = worker.claim(() -> SIDE).toCompletableFuture();
    store.permits.release(3); // the beat, and what the claim needs
    assertThat(claim.get(60, TimeUnit.SECONDS)).isTrue();
  }
}
