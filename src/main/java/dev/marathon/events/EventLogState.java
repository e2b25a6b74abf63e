package dev.marathon.events;

import java.util.ArrayList;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The newest events and the number of the last one.
 *
 * @param last 0 if there was none yet
 * @param kept batches, oldest first, without gaps
 */
public record EventLogState(long last, PVector<EventLogEvent.EventsAppended> kept) {

  public static final EventLogState EMPTY = new EventLogState(0, TreePVector.empty());

  EventLogState with(EventLogEvent.EventsAppended batch, EventLogSettings settings) {
    var batches = kept.plus(batch);
    long end = batch.first() + batch.events().size() - 1;
    var oldest = batch.at().minus(settings.retention());
    int drop = 0;
    while (drop < batches.size() - 1
        && (batches.get(drop).at().isBefore(oldest)
            || end - batches.get(drop + 1).first() >= settings.maxEvents())) {
      drop++;
    }
    return new EventLogState(end, drop == 0 ? batches : batches.subList(drop, batches.size()));
  }

  /** Number of the oldest event that is kept; one more than the last if there is none. */
  public long oldest() {
    return kept.isEmpty() ? last + 1 : kept.get(0).first();
  }

  /** Events after a number, oldest first. */
  public List<NumberedEvent> after(long number) {
    var events = new ArrayList<NumberedEvent>();
    for (var batch : kept) {
      for (int i = 0; i < batch.events().size(); i++) {
        if (batch.first() + i > number) {
          events.add(new NumberedEvent(batch.first() + i, batch.events().get(i)));
        }
      }
    }
    return events;
  }
}
