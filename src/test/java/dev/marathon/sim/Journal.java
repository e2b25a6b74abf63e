package dev.marathon.sim;

import dev.marathon.owner.Held;
import dev.marathon.owner.Rules;
import dev.marathon.store.WireSerializer;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;

/** What of an owner survives a crash: its events, and now and then a snapshot. */
final class Journal<E, S> {

  private static final WireSerializer WIRE = new WireSerializer();

  private final List<E> events = new ArrayList<>();
  private byte[] snapshot = {};
  private String manifest = "";
  private int snapshotAt;

  void append(List<E> more) {
    events.addAll(more);
  }

  void takeSnapshot(S state) {
    var held = new Held<>(state, 1);
    manifest = WIRE.manifest(held);
    snapshot = WIRE.toBinary(held);
    snapshotAt = events.size();
  }

  /** The state as the events alone give it. */
  S replay(Rules<?, E, S, ?, ?> rules) {
    return fold(rules, rules.empty(), events);
  }

  /** The state as the snapshot and the events after it give it. */
  S recover(Rules<?, E, S, ?, ?> rules) {
    return fold(rules, latestSnapshot(rules), events.subList(snapshotAt, events.size()));
  }

  @SuppressWarnings("unchecked")
  private S latestSnapshot(Rules<?, E, S, ?, ?> rules) {
    if (manifest.isEmpty()) {
      return rules.empty();
    }
    try {
      return ((Held<S>) WIRE.fromBinary(snapshot, manifest)).state();
    } catch (NotSerializableException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private S fold(Rules<?, E, S, ?, ?> rules, S begin, List<E> what) {
    var state = begin;
    for (var event : what) {
      state = rules.apply(state, event);
    }
    return state;
  }
}
