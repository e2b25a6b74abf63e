package dev.marathon.events;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The newest events, the number of the last one, and how much of the owners' journals is in them.
 *
 * @param last 0 if there was none yet
 * @param kept batches, oldest first, without gaps
 * @param marks by owner, sequence number of the last record taken in; what comes after it was not
 *     told yet
 */
public record EventLogState(
    long last, PVector<EventLogEvent.EventsAppended> kept, PMap<String, Long> marks) {

  private static final int RADIX = 8;

  /** Order of size from which on batches are left as they are: 512 events. */
  private static final int LARGE = 3;

  public static final EventLogState EMPTY =
      new EventLogState(0, TreePVector.empty(), HashTreePMap.empty());

  public EventLogState {
    marks = Optional.ofNullable(marks).orElse(HashTreePMap.empty());
  }

  EventLogState with(EventLogEvent.EventsAppended batch, EventLogSettings settings) {
    var marked = marks.plusAll(batch.marks());
    if (batch.events().count() == 0) {
      return new EventLogState(last, kept, marked);
    }
    var unmarked =
        new EventLogEvent.EventsAppended(batch.first(), batch.events(), Map.of(), batch.at());
    var batches = joined(kept.plus(unmarked));
    long end = batch.last();
    var oldest = batch.at().minus(settings.retention());
    int drop = 0;
    while (drop < batches.size() - 1
        && (batches.get(drop).at().isBefore(oldest)
            || end - batches.get(drop + 1).first() >= settings.maxEvents())) {
      drop++;
    }
    return new EventLogState(
        end, drop == 0 ? batches : batches.subList(drop, batches.size()), marked);
  }

  /**
   * Many small batches take much more memory than a few large ones: as soon as the last {@value
   * #RADIX} are of one order of size they become one. So each event is packed anew a few times in
   * all, whatever the size of its batch was.
   */
  private static PVector<EventLogEvent.EventsAppended> joined(
      PVector<EventLogEvent.EventsAppended> batches) {
    int size = batches.size();
    int order = order(batches.get(size - 1));
    if (order == LARGE || size < RADIX) {
      return batches;
    }
    var parts = new ArrayDeque<EventLogEvent.EventsAppended>();
    var rest = batches;
    while (parts.size() < RADIX) {
      var part = rest.get(rest.size() - 1);
      if (order(part) != order) {
        return batches;
      }
      parts.addFirst(part);
      rest = rest.minus(rest.size() - 1);
    }
    return joined(rest.plus(EventLogEvent.EventsAppended.join(List.copyOf(parts))));
  }

  private static int order(EventLogEvent.EventsAppended batch) {
    int order = 0;
    for (int count = batch.events().count(); count >= RADIX && order < LARGE; count /= RADIX) {
      order++;
    }
    return order;
  }

  /** Number of the oldest event that is kept; one more than the last if there is none. */
  public long oldest() {
    return kept.isEmpty() ? last + 1 : kept.get(0).first();
  }

  /** Batches with all events that happened at or after a time, and others. */
  public List<EventLogEvent.EventsAppended> batchesSince(Instant at) {
    return kept.stream().filter(batch -> !batch.at().isBefore(at)).toList();
  }

  /** Batches with all events after a number, and maybe some before. */
  public List<EventLogEvent.EventsAppended> batchesAfter(long number) {
    return kept.stream().filter(batch -> batch.last() > number).toList();
  }

  /** The batch that holds the event after this number, if that event is kept. */
  public Optional<EventLogEvent.EventsAppended> batchAfter(long number) {
    return number + 1 < oldest()
        ? Optional.empty()
        : kept.stream().filter(batch -> batch.last() > number).findFirst();
  }

  /** Where to go on who was at this number, of which nothing is kept. */
  public long nearest(long number) {
    return Math.min(Math.max(number, oldest() - 1), last);
  }

  /** Events after a number, oldest first. */
  public List<NumberedEvent> after(long number) {
    return batchesAfter(number).stream()
        .flatMap(batch -> batch.numbered().stream())
        .filter(event -> event.number() > number)
        .toList();
  }
}
