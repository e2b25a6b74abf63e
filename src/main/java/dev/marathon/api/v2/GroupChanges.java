package dev.marathon.api.v2;

import dev.marathon.api.ApiError;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.overview.Overview;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.GroupUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a group body asks for, as changes of the tree in their order. */
final class GroupChanges {

  private GroupChanges() {}

  /**
   * Fields that are absent keep what is there; lists that are present are complete.
   *
   * @param existence what must be true of the group of the request
   */
  static List<Change> of(GroupUpdate update, Existence existence) {
    var changes = new ArrayList<Change>();
    add(changes, update, existence);
    return changes;
  }

  private static void add(List<Change> changes, GroupUpdate update, Existence existence) {
    changes.add(
        new Change.PutGroup(update.id(), existence, update.dependencies(), update.enforceRole()));
    if (update.apps().isPresent() || update.groups().isPresent()) {
      changes.add(
          new Change.KeepOnly(
              update.id(),
              update.apps().map(apps -> apps.stream().map(AppDefinition::id).toList()),
              update.groups().map(groups -> groups.stream().map(GroupUpdate::id).toList())));
    }
    for (var app : update.apps().orElse(List.of())) {
      changes.add(new Change.PutApp(app, Existence.ANY, Optional.empty(), false, List.of()));
    }
    for (var group : update.groups().orElse(List.of())) {
      add(changes, group, Existence.ANY);
    }
  }

  /**
   * Multiplies the count of every app in the group, rounded up.
   *
   * @throws dev.marathon.api.Refused 422 if a count exceeds the limit
   */
  static List<Change> scaled(Overview overview, GroupId group, double factor, int maxInstances) {
    var changes = new ArrayList<Change>();
    for (AppId id : overview.group().tree().appsBelow(group)) {
      overview
          .app(id)
          .ifPresent(app -> changes.add(scaled(app.definition(), factor, maxInstances)));
    }
    return changes;
  }

  private static Change scaled(AppDefinition app, double factor, int maxInstances) {
    double count = Math.ceil(app.instances() * factor);
    if (count > maxInstances) {
      throw ApiError.notValid(
              "/scaleBy",
              app.id() + " would have more than the limit of " + maxInstances + " instances")
          .refused();
    }
    return new Change.PutApp(
        app.withInstances((int) count),
        Existence.MUST_EXIST,
        Optional.of(app.version()),
        false,
        List.of());
  }
}
