package dev.marathon.overview.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.overview.Overview;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The overview for readers who come while nothing changes: most of them, and without a way through
 * its actor's mailbox. Whoever tells the actor of a change counts it here first; while that is more
 * than the actor has taken in, readers have to ask the actor. So what an owner told before it
 * answered is in every overview that is read after the answer. Safe for use by all threads.
 */
public final class NewestOverview {

  private record Seen(Overview overview, long taken) {}

  private final AtomicLong sent = new AtomicLong();
  private volatile Seen seen = new Seen(Overview.EMPTY, 0);

  /** Tells the actor of a change. Every change has to come this way. */
  public void tell(
      ActorRef<? super OverviewActor.Message.Changing> actor,
      OverviewActor.Message.Changing change) {
    sent.incrementAndGet();
    actor.tell(change);
  }

  /** The overview, unless changes are on their way to it. */
  public Optional<Overview> read() {
    long all = sent.get();
    var now = seen;
    return now.taken() == all ? Optional.of(now.overview()) : Optional.empty();
  }

  /** On the actor's thread: one more change was taken in. */
  void taken(Overview overview) {
    seen = new Seen(overview, seen.taken() + 1);
  }
}
