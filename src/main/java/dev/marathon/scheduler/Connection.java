package dev.marathon.scheduler;

import dev.marathon.mesos.MesosEvent.Subscribed;
import java.time.Instant;
import java.util.Optional;

/**
 * Our subscription.
 *
 * @param subscribed the latest; absent before the first
 * @param up whether the stream stands
 * @param masterSince since when this master leads, as far as we know
 */
record Connection(Optional<Subscribed> subscribed, boolean up, Optional<Instant> masterSince) {

  static final Connection NONE = new Connection(Optional.empty(), false, Optional.empty());

  Connection to(Subscribed next, Instant now) {
    boolean sameMaster =
        subscribed.map(before -> before.masterId().equals(next.masterId())).orElse(false);
    return new Connection(Optional.of(next), true, sameMaster ? masterSince : Optional.of(now));
  }

  Connection lost() {
    return new Connection(subscribed, false, masterSince);
  }

  Optional<String> masterRegion() {
    return subscribed.flatMap(Subscribed::masterRegion);
  }
}
