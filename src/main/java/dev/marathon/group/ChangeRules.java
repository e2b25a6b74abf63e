package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What each part of a commit needs of the tree and does to it. */
final class ChangeRules {

  private final GroupState state;
  private final GroupSettings settings;
  private final Draft draft;

  ChangeRules(GroupState state, GroupSettings settings, Draft draft) {
    this.state = state;
    this.settings = settings;
    this.draft = draft;
  }

  /** Applies the change to the draft, or says why not. */
  Optional<GroupReply> apply(Change change) {
    if (change instanceof Change.PutApp put) {
      return putApp(put);
    }
    if (change instanceof Change.RemoveApp remove) {
      return removeApp(remove.app());
    }
    if (change instanceof Change.PutGroup put) {
      return putGroup(put);
    }
    if (change instanceof Change.RemoveGroup remove) {
      return removeGroup(remove);
    }
    if (change instanceof Change.KeepOnly keep) {
      return keepOnly(keep);
    }
    throw new Unhandled(change);
  }

  private Optional<GroupReply> putApp(Change.PutApp put) {
    var id = put.definition().id();
    var before = state.tree().app(id);
    boolean exists = draft.tree().contains(id);
    if (put.existence() == Existence.MUST_BE_NEW && exists) {
      return Optional.of(new GroupReply.AppExists(id));
    }
    if (put.existence() == Existence.MUST_EXIST && !exists) {
      return Optional.of(new GroupReply.UnknownApp(id));
    }
    if (put.basedOn().isPresent() && !put.basedOn().equals(before.map(AppPointer::version))) {
      return Optional.of(new GroupReply.Stale(id));
    }
    return draft
        .put(put)
        .or(() -> RoleRule.check(put.definition(), before, draft.tree(), settings.mesosRole()));
  }

  private Optional<GroupReply> removeApp(AppId app) {
    if (!draft.tree().contains(app)) {
      return Optional.of(new GroupReply.UnknownApp(app));
    }
    draft.removeApp(app);
    return Optional.empty();
  }

  private Optional<GroupReply> putGroup(Change.PutGroup put) {
    var id = put.group();
    var before = draft.tree().group(id);
    if (put.existence() == Existence.MUST_BE_NEW) {
      if (before.isPresent()) {
        return Optional.of(new GroupReply.GroupExists(id));
      }
      var app = new AppId(id.path());
      if (draft.tree().contains(app)) {
        return Optional.of(new GroupReply.AppExists(app));
      }
    }
    if (put.existence() == Existence.MUST_EXIST && before.isEmpty()) {
      return Optional.of(new GroupReply.UnknownGroup(id));
    }
    if (put.enforceRole().orElse(false) && (id.root() || !id.parent().root())) {
      return Optional.of(
          new GroupReply.Invalid("/enforceRole", "only a top-level group can enforce its role"));
    }
    var refusal = draft.ensureGroup(id);
    if (refusal.isEmpty()) {
      var now = draft.tree().group(id).orElseThrow();
      draft.setGroup(
          id,
          new GroupNode(
              put.dependencies().orElse(now.dependencies()),
              put.enforceRole().orElse(now.enforceRole())));
    }
    return refusal;
  }

  private Optional<GroupReply> removeGroup(Change.RemoveGroup remove) {
    var id = remove.group();
    boolean exists = draft.tree().group(id).isPresent();
    boolean empty = draft.tree().appsBelow(id).isEmpty() && draft.tree().groupsBelow(id).isEmpty();
    if (remove.onlyIfEmpty() && (!exists || !empty)) {
      return Optional.empty();
    }
    if (!exists) {
      return Optional.of(new GroupReply.UnknownGroup(id));
    }
    draft.removeGroup(id);
    return Optional.empty();
  }

  private Optional<GroupReply> keepOnly(Change.KeepOnly keep) {
    var id = keep.group();
    if (draft.tree().group(id).isEmpty()) {
      return Optional.of(new GroupReply.UnknownGroup(id));
    }
    keep.apps().ifPresent(apps -> keepApps(id, apps));
    keep.groups().ifPresent(groups -> keepGroups(id, groups));
    return Optional.empty();
  }

  private void keepApps(GroupId group, List<AppId> apps) {
    var kept = new HashSet<>(apps);
    for (var app : new ArrayList<>(draft.tree().appsBelow(group))) {
      if (app.parent().equals(group) && !kept.contains(app)) {
        draft.removeApp(app);
      }
    }
  }

  private void keepGroups(GroupId group, List<GroupId> groups) {
    var kept = new HashSet<>(groups);
    for (var child : new ArrayList<>(draft.tree().groupsBelow(group))) {
      if (child.parent().equals(group) && !kept.contains(child)) {
        draft.removeGroup(child);
      }
    }
  }
}
