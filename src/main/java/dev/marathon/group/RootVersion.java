package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import java.util.SortedMap;

/** The tree as it was in one root version: which version each app had, and the groups. */
public record RootVersion(
    Version version, SortedMap<AppId, Version> apps, SortedMap<GroupId, GroupNode> groups) {}
