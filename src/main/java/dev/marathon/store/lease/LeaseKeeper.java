package dev.marathon.store.lease;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One node's hold on, or view of, one lease.
 *
 * <p>The holder renews the row every beat and may act for {@code validity} from the moment before
 * its last successful write. Everybody else looks at the row every beat and may take it once it did
 * not change for {@code ttl}, counted from a moment after the row was read. As reading comes after
 * writing, the first ends before the second on any pair of clocks that run at the same speed; what
 * time they show does not matter.
 *
 * <p>Taking and renewing are conditional on the row that was seen, so of several that try, one
 * succeeds, and a holder that was overtaken finds out by its next write.
 *
 * <p>One thread calls; {@link #valid}, {@link #held} and {@link #seen} may be called by any.
 */
public final class LeaseKeeper {

  /**
   * What was seen last.
   *
   * @param row absent if there is none in the store
   * @param sinceNanos when it was first seen like this
   */
  public record Seen(Optional<LeaseRow> row, long sinceNanos) {}

  private final String name;
  private final String self;
  private final LeaseTable table;
  private final LeaseTimes times;
  private final LongSupplier nanos;

  private volatile Optional<Seen> seen = Optional.empty();
  private volatile Optional<LeaseRow> mine = Optional.empty();
  private volatile long validUntil;
  private volatile Optional<Long> answeredNanos = Optional.empty();

  /**
   * @param self address of this node and its incarnation, {@code address#incarnation}
   * @param nanos monotonic clock
   */
  public LeaseKeeper(
      String name, String self, LeaseTable table, LeaseTimes times, LongSupplier nanos) {
    this.name = name;
    this.self = self;
    this.table = table;
    this.times = times;
    this.nanos = nanos;
  }

  /** Whether this node may act now. */
  public boolean valid() {
    return held() && nanos.getAsLong() - validUntil < 0;
  }

  /** Whether it was taken and neither given back nor found lost; it may have run out. */
  public boolean held() {
    return mine.isPresent();
  }

  /** Whether the store answered lately; known to those who do not hold the lease. */
  public boolean answered() {
    return answeredNanos.filter(at -> nanos.getAsLong() - at < times.ttl().toNanos()).isPresent();
  }

  /** The last look; absent before the first. */
  public Optional<Seen> seen() {
    return seen;
  }

  /** Whether somebody else may still act under the row that was seen; unknown counts as yes. */
  public boolean taken() {
    return seen.map(look -> look.row().map(row -> !row.free() && !expired(look)).orElse(false))
        .orElse(true);
  }

  /** By the times of its holder: who counted by shorter ones would take a lease that lives. */
  private boolean expired(Seen look) {
    var ttl = look.row().flatMap(LeaseRow::ttl).orElse(times.ttl());
    return nanos.getAsLong() - look.sinceNanos() >= ttl.toNanos();
  }

  /**
   * Takes the lease if nobody holds it.
   *
   * @param members to be written with it
   * @return whether this node holds it now
   */
  public boolean acquire(List<String> members) throws IOException {
    if (held()) {
      return valid();
    }
    look();
    var row = seen.orElseThrow().row();
    boolean ours = row.map(r -> r.node().equals(self)).orElse(false);
    if (taken() && !ours) {
      return false;
    }
    return write(row, members, nanos.getAsLong());
  }

  /**
   * Takes the lease for this node's side of a partition, also from another node of that side. Each
   * success is a write of its own, so of two sides that claim it, the second finds the first.
   *
   * @return whether this node holds it now; if not, {@link #seen} is what is in the way
   */
  boolean take(Side side) throws IOException {
    if (held() && write(mine, side.members(), nanos.getAsLong())) {
      return true;
    }
    mine = Optional.empty();
    look();
    var row = seen.orElseThrow().row();
    boolean ours = row.map(r -> r.node().equals(self) || side.shares(r)).orElse(false);
    return (ours || !taken()) && write(row, side.members(), nanos.getAsLong());
  }

  /**
   * Renews the lease, or looks at it if it is not ours.
   *
   * @return why it is lost; absent if it is not, or was not ours
   */
  public Optional<String> beat(List<String> members) {
    if (!held()) {
      try {
        look();
      } catch (IOException away) {
        // What was seen stays; its age counts from when it was seen.
      }
      return Optional.empty();
    }
    if (!valid()) {
      return lost("it was not renewed in time");
    }
    try {
      return renew(members);
    } catch (IOException away) {
      return valid() ? Optional.empty() : lost(away.getMessage());
    }
  }

  private Optional<String> renew(List<String> members) throws IOException {
    long started = nanos.getAsLong();
    var row = mine.orElseThrow();
    if (!write(Optional.of(row), members, started)) {
      // An earlier write without an answer may have been done.
      var stored = table.read(name);
      if (!stored.map(r -> r.node().equals(self)).orElse(false)) {
        return lost(stored.map(r -> "it is held by " + r.node()).orElse("its row is gone"));
      }
      if (!write(stored, members, started)) {
        return lost("it was taken by another node");
      }
    }
    return valid() ? Optional.empty() : lost("the store was too slow");
  }

  private boolean write(Optional<LeaseRow> from, List<String> members, long started)
      throws IOException {
    var next =
        from.map(r -> r.next(self, times.ttl(), members))
            .orElseGet(() -> LeaseRow.first(self, times.ttl(), members));
    if (!table.write(name, from, next)) {
      return false;
    }
    validUntil = started + times.validity().toNanos();
    mine = Optional.of(next);
    return true;
  }

  private Optional<String> lost(String why) {
    mine = Optional.empty();
    return Optional.of(why);
  }

  /**
   * Gives it back, so that the next one need not wait.
   *
   * @param members who is left
   */
  public void release(List<String> members) throws IOException {
    var row = mine;
    mine = Optional.empty();
    if (row.isPresent()) {
      table.write(name, row, row.get().given(members));
    }
  }

  private void look() throws IOException {
    var row = table.read(name);
    long now = nanos.getAsLong();
    answeredNanos = Optional.of(now);
    if (seen.isEmpty() || !seen.get().row().equals(row)) {
      seen = Optional.of(new Seen(row, now));
    }
  }
}
