package dev.marathon.api;

import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupTree;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Set;

/**
 * Which rights a change of the tree needs. Asked at the one place that every change passes,
 * whatever request it comes from, so that no route can forget it.
 */
final class ChangeRights {

  private final Identity identity;
  private final GroupTree tree;

  private ChangeRights(Identity identity, GroupTree tree) {
    this.identity = identity;
    this.tree = tree;
  }

  /**
   * @param tree as it was read for the change
   * @throws Refused 403
   */
  static void require(Identity identity, GroupTree tree, List<Change> changes) {
    var rights = new ChangeRights(identity, tree);
    if (changes.isEmpty()) {
      // Still a new version of the whole tree.
      rights.require(Right.UPDATE, GroupId.ROOT.path());
    }
    changes.forEach(rights::require);
  }

  private void require(Change change) {
    if (change instanceof Change.PutApp put) {
      var id = put.definition().id();
      require(tree.contains(id) ? Right.UPDATE : Right.CREATE, id.path());
    } else if (change instanceof Change.PutGroup put) {
      boolean exists = tree.group(put.group()).isPresent();
      require(exists ? Right.UPDATE : Right.CREATE, put.group().path());
    } else if (change instanceof Change.RemoveApp remove) {
      require(Right.DELETE, remove.app().path());
    } else if (change instanceof Change.RemoveGroup remove) {
      require(Right.DELETE, remove.group().path());
    } else if (change instanceof Change.KeepOnly keep) {
      require(keep);
    } else {
      throw new Unhandled(change);
    }
  }

  private void require(Change.KeepOnly keep) {
    keep.apps()
        .ifPresent(
            kept -> {
              var staying = Set.copyOf(kept);
              tree.appsBelow(keep.group()).stream()
                  .filter(app -> app.parent().equals(keep.group()) && !staying.contains(app))
                  .forEach(app -> require(Right.DELETE, app.path()));
            });
    keep.groups()
        .ifPresent(
            kept -> {
              var staying = Set.copyOf(kept);
              tree.groupsBelow(keep.group()).stream()
                  .filter(group -> group.parent().equals(keep.group()) && !staying.contains(group))
                  .forEach(group -> require(Right.DELETE, group.path()));
            });
  }

  private void require(Right right, String path) {
    Rights.require(identity, right, path);
  }
}
