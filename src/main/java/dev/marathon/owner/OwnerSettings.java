package dev.marathon.owner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What every owner of one take-over shares, and its own name.
 *
 * @param persistenceId for example {@code InstanceLedger|7}
 * @param epoch number of this take-over, or {@link #NEXT_EPOCH}; an owner may read its journal
 *     before it is known
 * @param snapshotEvery least number of events between two snapshots; a state of more entries is
 *     saved after as many events as it has
 * @param mayAct whether this node may still lead; asked before each write
 * @param watch told how writing goes
 * @param storage where it stores
 */
public record OwnerSettings(
    String persistenceId,
    CompletionStage<Long> epoch,
    int snapshotEvery,
    InstantSource clock,
    Supplier<UUID> ids,
    BooleanSupplier mayAct,
    JournalWatch watch,
    Storage storage) {

  /** The owner counts its own take-overs: one more than its journal says. */
  public static final long NEXT_EPOCH = 0;

  /** The owner only reads its journal, and says so: nothing is stored, nothing served. */
  public static final long REHEARSAL = -1;

  /**
   * Records are deleted after so many times {@code snapshotEvery} of them. Each time is a snapshot,
   * whatever the size of the state, so the less often the better for large ones.
   */
  public static final int SNAPSHOTS_PER_DELETION = 8;

  /** Asks that may wait while a write is out; one more is answered {@link Answer.Busy}. */
  public static final int GATE_CAPACITY = 1_000;

  /** An owner that stored nothing for so long rests. */
  static final Duration REST_AFTER = Duration.ofSeconds(5);

  /** Of a node that has no rival. */
  public OwnerSettings(
      String persistenceId,
      long epoch,
      int snapshotEvery,
      InstantSource clock,
      Supplier<UUID> ids) {
    this(persistenceId, epoch, snapshotEvery, clock, ids, () -> true, JournalWatch.NOBODY);
  }

  /** In a known epoch. */
  public OwnerSettings(
      String persistenceId,
      long epoch,
      int snapshotEvery,
      InstantSource clock,
      Supplier<UUID> ids,
      BooleanSupplier mayAct,
      JournalWatch watch) {
    this(
        persistenceId,
        CompletableFuture.completedFuture(epoch),
        snapshotEvery,
        clock,
        ids,
        mayAct,
        watch,
        Storage.NODE);
  }

  /** Owners that were busy together do not all take their snapshots at the same moment. */
  Duration restAfter() {
    return REST_AFTER.plusMillis(Math.floorMod(persistenceId.hashCode(), REST_AFTER.toMillis()));
  }

  public OwnerSettings named(String newPersistenceId) {
    return new OwnerSettings(
        newPersistenceId, epoch, snapshotEvery, clock, ids, mayAct, watch, storage);
  }
}
