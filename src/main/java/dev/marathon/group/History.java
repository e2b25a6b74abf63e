package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The last root versions as reverse deltas, oldest first. Changes without a difference count for
 * nothing: after one of them, further ones leave no version of their own, so that a client that
 * puts the same thing every minute does not push the real history out.
 *
 * @param entries apps and groups in all deltas; bounded too
 */
public record History(PVector<RootDelta> deltas, int entries) {

  /** Root versions before the present one that are kept, not counting those without a change. */
  public static final int MAX_VERSIONS = 50;

  /** Touched apps and groups over all versions that are kept; the newest delta always is. */
  public static final int MAX_ENTRIES = 25_000;

  static final History EMPTY = new History(TreePVector.empty(), 0);

  static History of(List<RootDelta> deltas) {
    return new History(
        TreePVector.from(deltas), deltas.stream().mapToInt(RootDelta::entries).sum());
  }

  History plus(RootDelta delta) {
    int last = deltas.size() - 1;
    if (last >= 0 && deltas.get(last).empty() && delta.empty()) {
      return this;
    }
    var kept = deltas.plus(delta);
    int count = entries + delta.entries();
    while (kept.size() > 1 && (count > MAX_ENTRIES || filled(kept) > MAX_VERSIONS)) {
      count -= kept.get(0).entries();
      kept = kept.minus(0);
    }
    return new History(kept, count);
  }

  private static long filled(PVector<RootDelta> deltas) {
    return deltas.size() <= MAX_VERSIONS
        ? deltas.size()
        : deltas.stream().filter(delta -> !delta.empty()).count();
  }

  /** Deltas of the other that are no longer here, oldest first. */
  List<RootDelta> missingFrom(History other) {
    var missing = new ArrayList<RootDelta>();
    for (var delta : other.deltas) {
      if (!deltas.isEmpty() && delta.version().compareTo(deltas.get(0).version()) >= 0) {
        break;
      }
      missing.add(delta);
    }
    return missing;
  }

  /** Version that the app had in the oldest root version that is kept; empty: it was not there. */
  Optional<Version> oldest(AppId app, Optional<Version> now) {
    for (var delta : deltas) {
      var before = delta.apps().get(app);
      if (before != null) {
        return before;
      }
    }
    return now;
  }

  /** All root versions in which the group existed, newest first. */
  List<Version> versions(GroupId group, Version rootVersion, boolean existsNow) {
    var found = new ArrayList<Version>();
    boolean exists = existsNow;
    if (exists) {
      found.add(rootVersion);
    }
    for (int i = deltas.size() - 1; i >= 0; i--) {
      var before = deltas.get(i).groups().get(group);
      exists = before == null ? exists : before.isPresent();
      if (exists) {
        found.add(deltas.get(i).version());
      }
    }
    return found;
  }

  /** The tree in that root version, which may be the present one; empty if it is not kept. */
  Optional<RootVersion> at(Version version, Version rootVersion, GroupTree tree) {
    boolean known =
        version.equals(rootVersion)
            || deltas.stream().anyMatch(delta -> delta.version().equals(version));
    if (!known) {
      return Optional.empty();
    }
    var apps = new TreeMap<AppId, Version>();
    tree.apps().forEach((app, pointer) -> apps.put(app, pointer.version()));
    var groups = new TreeMap<GroupId, GroupNode>(tree.groups());
    for (int i = deltas.size() - 1; i >= 0; i--) {
      var delta = deltas.get(i);
      if (delta.version().compareTo(version) < 0) {
        break;
      }
      delta.apps().forEach((app, before) -> putOrRemove(apps, app, before));
      delta.groups().forEach((group, before) -> putOrRemove(groups, group, before));
    }
    return Optional.of(new RootVersion(version, apps, groups));
  }

  private static <K, V> void putOrRemove(TreeMap<K, V> map, K key, Optional<V> value) {
    value.ifPresentOrElse(present -> map.put(key, present), () -> map.remove(key));
  }
}
