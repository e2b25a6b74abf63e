package dev.marathon.events.actor;

import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogCommand.Append;
import dev.marathon.events.EventLogState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waits for the log. Of every owner it takes each record once and in order: a write that does
 * not follow on the last one taken means that something between them was stored but never told (a
 * crash, a write with an unknown outcome, a log that was away too long). The owner is then behind,
 * and is read from its journal until it has caught up; what it writes meanwhile is in the journal
 * too and need not be kept here.
 */
final class Intake {

  /** Weight of everything that waits; beyond it owners fall behind and other events are lost. */
  static final int MAX_WAITING = 20_000;

  /** Events of one record of the log, more or less: an owner's write is never split. */
  static final int BATCH = 2_000;

  /** Records read from a journal at once; each may hold 64 events. */
  static final int READ = 200;

  /** Writes without any event after which their marks are stored all the same. */
  static final int SILENT = 500;

  /** Records of an owner that are to be read from its journal. */
  record Gap(String owner, long after, long to) {}

  private record Item(Optional<String> owner, long last, List<ApiEvent> events) {
    int weight() {
      return Math.max(1, events.size());
    }
  }

  private final Deque<Item> waiting = new ArrayDeque<>();
  private int weight;
  private int silent;

  /** By owner, the last record that is in the log or waits for it. */
  private final Map<String, Long> taken = new HashMap<>();

  /** By owner, the last record known to be in its journal. */
  private final Map<String, Long> behind = new LinkedHashMap<>();

  private boolean known;

  /** What owners wrote before the log was read. */
  private final List<Written> early = new ArrayList<>();

  private record Written(String owner, long first, long last, List<ApiEvent> events) {}

  private Optional<Append> inFlight = Optional.empty();

  /** The log was read, for the first time or after a failed write. */
  void loaded(EventLogState state) {
    if (!known) {
      known = true;
      taken.putAll(state.marks());
      early.forEach(this::take);
      early.clear();
    }
  }

  /** Whether the log was read. */
  boolean known() {
    return known;
  }

  private long last(String owner) {
    return taken.getOrDefault(owner, 0L);
  }

  /**
   * An owner stored these records.
   *
   * @param first number of the first of them, {@code last} that of the last
   */
  void written(String owner, long first, long last, List<ApiEvent> events) {
    var write = new Written(owner, first, last, events);
    if (known) {
      take(write);
    } else if (early.size() < MAX_WAITING) {
      early.add(write);
    } else {
      behind.put(owner, last);
    }
  }

  private void take(Written write) {
    var owner = write.owner();
    if (write.last() <= last(owner)) {
      return; // Repeated.
    }
    boolean follows = !behind.containsKey(owner) && write.first() <= last(owner) + 1;
    if (follows && weight < MAX_WAITING) {
      add(new Item(Optional.of(owner), write.last(), write.events()));
      taken.put(owner, write.last());
    } else {
      behind.merge(owner, write.last(), Math::max);
    }
  }

  /**
   * Events without a record.
   *
   * @return false if they are lost because too much waits
   */
  boolean happened(List<ApiEvent> events) {
    if (weight >= MAX_WAITING) {
      return false;
    }
    add(new Item(Optional.empty(), 0, events));
    return true;
  }

  private void add(Item item) {
    waiting.add(item);
    weight += item.weight();
    silent += item.events().isEmpty() ? 1 : 0;
  }

  // Catching up.

  /** The next records to read, if there are any and there is room for their events. */
  Optional<Gap> gap() {
    if (!known || weight >= MAX_WAITING / 2) {
      return Optional.empty();
    }
    return behind.entrySet().stream()
        .findFirst()
        .map(
            entry -> {
              long after = last(entry.getKey());
              return new Gap(entry.getKey(), after, Math.min(entry.getValue(), after + READ));
            });
  }

  /** The records of a gap were read and mean these events. */
  void read(Gap gap, List<ApiEvent> events) {
    add(new Item(Optional.of(gap.owner()), gap.to(), events));
    caughtUp(gap.owner(), gap.to());
  }

  /**
   * The first records of a gap are no longer in the journal, and will not be told.
   *
   * @param upTo number of the last of them
   */
  void missing(Gap gap, long upTo) {
    add(new Item(Optional.of(gap.owner()), upTo, List.of()));
    caughtUp(gap.owner(), upTo);
  }

  private void caughtUp(String owner, long to) {
    taken.put(owner, to);
    if (behind.get(owner) <= to) {
      behind.remove(owner);
    }
  }

  /** What is not in the log yet: events that wait, and records still to be read. */
  long lag() {
    long lag = inFlight.map(append -> (long) append.events().size()).orElse(0L);
    for (var item : waiting) {
      lag += item.events().size();
    }
    for (var entry : behind.entrySet()) {
      lag += entry.getValue() - last(entry.getKey());
    }
    return lag;
  }

  // The way into the log.

  /**
   * What the log is to be asked now; empty while it is busy with the batch before.
   *
   * @param last number of the last event in the log
   */
  Optional<Append> next(long last) {
    return waiting.size() > silent || silent >= SILENT ? all(last) : Optional.empty();
  }

  /** Whether nothing waits but marks. */
  boolean silent() {
    return known && silent > 0 && waiting.size() == silent;
  }

  /**
   * What the log is to be asked when no event comes that the marks could go along with: owners
   * without their last mark are looked up in their journals at the next start.
   */
  Optional<Append> atRest(long last) {
    return silent() ? all(last) : Optional.empty();
  }

  private Optional<Append> all(long last) {
    if (!known || inFlight.isPresent()) {
      return Optional.empty();
    }
    var events = new ArrayList<ApiEvent>();
    var marks = new HashMap<String, Long>();
    while (!waiting.isEmpty() && events.size() < BATCH) {
      var item = waiting.remove();
      weight -= item.weight();
      silent -= item.events().isEmpty() ? 1 : 0;
      events.addAll(item.events());
      item.owner().ifPresent(owner -> marks.put(owner, item.last()));
    }
    inFlight = Optional.of(new Append(last, events, marks));
    return inFlight;
  }

  /** What the log was asked and has not answered: to be asked again when it lost its place. */
  Optional<Append> inFlight() {
    return inFlight;
  }

  /**
   * The log answered: the batch under way is in it, unless the answer is a late one to a batch
   * before.
   *
   * @param last number of the last event in the log
   */
  void answered(long last) {
    inFlight = inFlight.filter(append -> append.after() + append.events().size() > last);
  }
}
