package dev.marathon.store;

import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.DefaultJournalDao;
import akka.persistence.jdbc.journal.dao.JournalTables.JournalAkkaSerializationRow;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import dev.marathon.store.WriteQueue.Waits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.collection.immutable.VectorBuilder;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * Writes to the embedded journal. It has one writer and syncs each commit, so what all owners want
 * written goes into common commits, in the order of a {@link WriteQueue}. What follows from a
 * change once its client has the answer is patient: it does not stand in the way of the client's
 * next change but goes along with it.
 */
public final class GatheringJournal extends DefaultJournalDao {

  private static final Duration LEAST_PATIENCE = Duration.ofMillis(2);
  private static final Duration MOST_PATIENCE = Duration.ofMillis(20);

  /** Wire name of what a client waits for. */
  static final String CHANGE = "group.change-committed.v1";

  /** Wire names of what neither a client nor a task waits for. */
  static final java.util.Set<String> PATIENT =
      java.util.Set.of(
          WireSerializer.EPOCH_BEGAN,
          WireSerializer.RESTED,
          "app.definition-activated.v1",
          "app.deleted.v1",
          "events.appended.v1",
          "group.definitions-confirmed.v1",
          "group.deployment-ended.v1",
          "instance.target-set.v1");

  private record Wanted(
      Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows, Promise<BoxedUnit> done) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WriteQueue<Wanted> queue;

  /** Called by the journal's plugin, by name. */
  public GatheringJournal(
      JdbcBackend.DatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext ec,
      Materializer mat) {
    super(database, profile, config, serialization, ec, mat);
    var limits = config.daoConfig();
    this.queue = new WriteQueue<>(LEAST_PATIENCE, limits.batchSize(), limits.bufferSize());
    var thread = new Thread(this::writeAlways, "journal");
    thread.setDaemon(true);
    thread.start();
    mat.system().getWhenTerminated().thenRun(thread::interrupt);
  }

  @Override
  public Future<BoxedUnit> queueWriteJournalRows(
      Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows) {
    Promise<BoxedUnit> done = Promise$.MODULE$.apply();
    var waits = waits(rows);
    lock.lock();
    try {
      if (queue.add(new Wanted(rows, done), rows.size(), waits, System.nanoTime())) {
        changed.signal();
      } else {
        done.failure(new IllegalStateException("too many writes wait for the journal"));
      }
    } finally {
      lock.unlock();
    }
    return done.future();
  }

  private static Waits waits(Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows) {
    if (rows.exists(row -> names(row).contains(CHANGE))) {
      return Waits.CLIENT;
    }
    return rows.forall(row -> PATIENT.containsAll(names(row))) ? Waits.NOBODY : Waits.TASK;
  }

  private static List<String> names(Tuple2<JournalAkkaSerializationRow, Set<String>> row) {
    return TogetherFormat.names(row._1().eventSerManifest());
  }

  private void writeAlways() {
    try {
      while (true) {
        write(next());
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Wanted> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        var due = queue.due(System.nanoTime());
        if (due.isEmpty()) {
          changed.await();
        } else if (due.getAsLong() > 0) {
          changed.await(due.getAsLong(), TimeUnit.NANOSECONDS);
        } else {
          return queue.take();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Wanted> group) {
    var rows = new VectorBuilder<Tuple2<JournalAkkaSerializationRow, Set<String>>>();
    group.forEach(wanted -> rows.addAll(wanted.rows()));
    long begun = System.nanoTime();
    try {
      FutureConverters.asJava(writeJournalRows(rows.result())).toCompletableFuture().join();
      group.forEach(wanted -> wanted.done().success(BoxedUnit.UNIT));
    } catch (CompletionException failed) {
      group.forEach(wanted -> wanted.done().failure(failed.getCause()));
    } catch (RuntimeException refused) {
      group.forEach(wanted -> wanted.done().failure(refused));
    }
    beAsPatientAsWritesTake(Duration.ofNanos(System.nanoTime() - begun));
  }

  /** A client's next change comes within the time that its last one took, or it is not waiting. */
  private void beAsPatientAsWritesTake(Duration write) {
    var twice = write.multipliedBy(2);
    var least = twice.compareTo(LEAST_PATIENCE) > 0 ? twice : LEAST_PATIENCE;
    lock.lock();
    try {
      queue.patience(least.compareTo(MOST_PATIENCE) < 0 ? least : MOST_PATIENCE);
    } finally {
      lock.unlock();
    }
  }
}
