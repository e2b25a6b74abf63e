package dev.marathon.scheduler;

import dev.marathon.instance.TaskStatus;
import dev.marathon.mesos.MesosCall;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What has to wait a moment.
 *
 * @param early updates that came before the start
 * @param redo calls that the client could not take, in the order of their times
 */
record Backlog(PVector<TaskStatus> early, PVector<Redo> redo) {

  static final Backlog EMPTY = new Backlog(TreePVector.empty(), TreePVector.empty());

  /** More are not held: Mesos repeats updates, and takes offers back when the stream breaks. */
  private static final int MOST = 10_000;

  record Redo(Instant at, MesosCall call) {}

  boolean full() {
    return early.size() >= MOST;
  }

  Backlog early(TaskStatus status) {
    return new Backlog(early.plus(status), redo);
  }

  Backlog withoutEarly() {
    return new Backlog(TreePVector.empty(), redo);
  }

  Backlog redo(MesosCall call, Instant at) {
    int place = redo.size();
    while (place > 0 && redo.get(place - 1).at().isAfter(at)) {
      place--;
    }
    return redo.size() >= MOST ? this : new Backlog(early, redo.plus(place, new Redo(at, call)));
  }

  Backlog withoutFirstRedo() {
    return new Backlog(early, redo.minus(0));
  }

  Backlog withoutRedo() {
    return new Backlog(early, TreePVector.empty());
  }

  Optional<Instant> nextWake() {
    return redo.isEmpty() ? Optional.empty() : Optional.of(redo.get(0).at());
  }
}
