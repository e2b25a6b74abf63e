package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.UnreachableStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * Instances that something has to be done about when nothing is heard of them, in order of time.
 *
 * @param launching started, not running yet, by when that began
 * @param abandoned the same, but no longer wanted
 * @param lost on a lost agent, by when their next step is due
 */
record Deadlines(PSortedSet<Entry> launching, PSortedSet<Entry> abandoned, PSortedSet<Entry> lost) {

  static final Deadlines NONE = new Deadlines(TreePSet.empty(), TreePSet.empty(), TreePSet.empty());

  /** Many have the same time: those that were launched together. */
  record Entry(Instant at, InstanceId id) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      if (byTime != 0) {
        return byTime;
      }
      int byUuid = id.uuid().compareTo(other.id.uuid());
      return byUuid != 0 ? byUuid : id.safe().compareTo(other.id.safe());
    }
  }

  private enum Kind {
    LAUNCHING,
    ABANDONED,
    LOST
  }

  private record Slot(Kind kind, Entry entry) {}

  Deadlines plus(Instance instance, AppDefinition definition) {
    return slot(instance, definition)
        .map(slot -> with(slot.kind, of(slot.kind).plus(slot.entry)))
        .orElse(this);
  }

  Deadlines minus(Instance instance, AppDefinition definition) {
    return slot(instance, definition)
        .map(slot -> with(slot.kind, of(slot.kind).minus(slot.entry)))
        .orElse(this);
  }

  private static Optional<Slot> slot(Instance instance, AppDefinition definition) {
    return switch (instance.condition()) {
      case PROVISIONED, STAGING, STARTING ->
          Optional.of(
              new Slot(
                  instance.goal() == Goal.RUNNING ? Kind.LAUNCHING : Kind.ABANDONED,
                  new Entry(instance.since(), instance.id())));
      case UNREACHABLE, UNREACHABLE_INACTIVE ->
          lostStep(instance, definition)
              .map(at -> new Slot(Kind.LOST, new Entry(at, instance.id())));
      case RUNNING, KILLING, FINISHED, KILLED, FAILED, ERROR, GONE, DROPPED, UNKNOWN ->
          Optional.empty();
    };
  }

  private PSortedSet<Entry> of(Kind kind) {
    return switch (kind) {
      case LAUNCHING -> launching;
      case ABANDONED -> abandoned;
      case LOST -> lost;
    };
  }

  private Deadlines with(Kind kind, PSortedSet<Entry> entries) {
    return switch (kind) {
      case LAUNCHING -> new Deadlines(entries, abandoned, lost);
      case ABANDONED -> new Deadlines(launching, entries, lost);
      case LOST -> new Deadlines(launching, abandoned, entries);
    };
  }

  /**
   * When an instance on a lost agent turns inactive or, if it is, is forgotten; absent if never.
   */
  static Optional<Instant> lostStep(Instance instance, AppDefinition definition) {
    if (!(definition.unreachableStrategy() instanceof UnreachableStrategy.After after)) {
      return Optional.empty();
    }
    int seconds =
        instance.condition() == Condition.UNREACHABLE
            ? after.inactiveAfterSeconds()
            : after.expungeAfterSeconds() - after.inactiveAfterSeconds();
    return Optional.of(instance.since().plusSeconds(seconds));
  }

  /** The first of all deadlines. */
  Optional<Instant> next(LedgerSettings settings) {
    return Stream.of(
            first(launching, settings.launchTimeout()),
            first(abandoned, settings.launchTimeout().multipliedBy(2)),
            first(lost, Duration.ZERO))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Instances whose deadline has come, at most {@code limit} of each kind. */
  List<InstanceId> due(LedgerSettings settings, Instant now, int limit) {
    var due = new ArrayList<InstanceId>();
    collect(launching, now.minus(settings.launchTimeout()), limit, due);
    collect(abandoned, now.minus(settings.launchTimeout().multipliedBy(2)), limit, due);
    collect(lost, now, limit, due);
    return due;
  }

  private static Optional<Instant> first(PSortedSet<Entry> entries, Duration wait) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().at().plus(wait));
  }

  private static void collect(
      PSortedSet<Entry> entries, Instant last, int limit, List<InstanceId> into) {
    int taken = 0;
    for (var entry : entries) {
      if (entry.at().isAfter(last) || taken++ == limit) {
        return;
      }
      into.add(entry.id());
    }
  }
}
