package dev.marathon.owner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Events of one write that make up one record: what each record costs, when it is written and when
 * it is replayed, is paid once for all of them.
 *
 * @param events at least one, all of one time and epoch
 */
public record StoredTogether<E>(List<Stored<E>> events) implements JournalEntry<E> {

  /** Bounds the size of a record. */
  static final int MAX_EVENTS = 64;

  /** Bounds its manifest, which names them. */
  static final int MAX_KINDS = 4;

  public StoredTogether {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a record of events has none");
    }
  }

  /** As few records as hold all of these events of one write, in order. */
  static <E> List<JournalEntry<E>> records(List<Stored<E>> events) {
    var records = new ArrayList<JournalEntry<E>>();
    var kinds = new HashSet<Class<?>>();
    int from = 0;
    for (int i = 0; i < events.size(); i++) {
      kinds.add(events.get(i).event().getClass());
      if (i - from == MAX_EVENTS || kinds.size() > MAX_KINDS) {
        records.add(record(events.subList(from, i)));
        from = i;
        kinds.clear();
        kinds.add(events.get(i).event().getClass());
      }
    }
    if (from < events.size()) {
      records.add(record(events.subList(from, events.size())));
    }
    return records;
  }

  private static <E> JournalEntry<E> record(List<Stored<E>> events) {
    return events.size() == 1 ? events.get(0) : new StoredTogether<>(events);
  }
}
