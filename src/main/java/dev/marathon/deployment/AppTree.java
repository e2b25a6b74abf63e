package dev.marathon.deployment;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import java.util.Collection;
import java.util.List;

/** What planning has to know of a tree of groups and apps. */
public interface AppTree {

  boolean contains(AppId app);

  /** Dependencies named by the app itself; empty for an unknown app. */
  List<PathId> dependencies(AppId app);

  /** Dependencies named by the group itself; empty for an unknown group. */
  List<PathId> dependencies(GroupId group);

  /** All apps in the group at any depth; empty for an unknown group. */
  Collection<AppId> appsBelow(GroupId group);
}
