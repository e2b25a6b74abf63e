package dev.marathon.events;

import java.util.ArrayList;
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

  public static final EventLogState EMPTY =
      new EventLogState(0, TreePVector.empty(), HashTreePMap.empty());

  public EventLogState {
    marks = Optional.ofNullable(marks).orElse(HashTreePMap.empty());
  }

  EventLogState with(EventLogEvent.EventsAppended batch, EventLogSettings settings) {
    var marked = marks.plusAll(batch.marks());
    if (batch.events().isEmpty()) {
      return new EventLogState(last, kept, marked);
    }
    var unmarked =
        new EventLogEvent.EventsAppended(batch.first(), batch.events(), Map.of(), batch.at());
    var batches = kept.plus(unmarked);
    long end = batch.first() + batch.events().size() - 1;
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

  /** Number of the oldest event that is kept; one more than the last if there is none. */
  public long oldest() {
    return kept.isEmpty() ? last + 1 : kept.get(0).first();
  }

  /** Events after a number, oldest first. */
  public List<NumberedEvent> after(long number) {
    var events = new ArrayList<NumberedEvent>();
    for (var batch : kept) {
      if (batch.first() + batch.events().size() > number) {
        batch.numbered().stream().filter(event -> event.number() > number).forEach(events::add);
      }
    }
    return events;
  }
}
