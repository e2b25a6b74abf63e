package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.group.GroupNode;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/** Writes a group with everything in it. */
final class GroupJson {

  private final Version version;
  private final SortedMap<GroupId, GroupNode> groups;
  private final Map<GroupId, List<GroupId>> groupsIn = new HashMap<>();
  private final Map<GroupId, List<AppId>> appsIn = new HashMap<>();
  private final Function<AppId, JsonNode> app;
  private final GroupEmbed embed;
  private final Identity reader;

  /**
   * @param version of the root; all groups show it
   * @param app writes one app
   */
  GroupJson(
      Version version,
      SortedMap<GroupId, GroupNode> groups,
      Collection<AppId> apps,
      Function<AppId, JsonNode> app,
      GroupEmbed embed,
      Identity reader) {
    this.version = version;
    this.groups = groups;
    this.app = app;
    this.embed = embed;
    this.reader = reader;
    for (var group : groups.keySet()) {
      if (!group.root()) {
        groupsIn.computeIfAbsent(group.parent(), parent -> new ArrayList<>()).add(group);
      }
    }
    for (var id : apps) {
      appsIn.computeIfAbsent(id.parent(), parent -> new ArrayList<>()).add(id);
    }
  }

  ObjectNode write(GroupId id) {
    var node = groups.get(id);
    var json = JsonNodeFactory.instance.objectNode().put("id", id.path());
    var apps = json.putArray("apps");
    if (embed.apps()) {
      appsIn.getOrDefault(id, List.of()).stream()
          .filter(one -> reader.may(Right.VIEW, one.path()))
          .forEach(one -> apps.add(app.apply(one)));
    }
    json.putArray("pods");
    var inside = json.putArray("groups");
    if (embed.groups()) {
      groupsIn.getOrDefault(id, List.of()).stream()
          .filter(group -> visible(group))
          .forEach(group -> inside.add(write(group)));
    }
    var dependencies = json.putArray("dependencies");
    if (reader.may(Right.VIEW, id.path())) {
      node.dependencies().forEach(dependency -> dependencies.add(dependency.path()));
    }
    json.put("version", version.toString());
    if (!id.root() && id.parent().root()) {
      json.put("enforceRole", node.enforceRole());
    }
    return json;
  }

  /** Whether the reader may see the group or anything in it. */
  private boolean visible(GroupId group) {
    return reader.may(Right.VIEW, group.path())
        || appsIn.getOrDefault(group, List.of()).stream()
            .anyMatch(id -> reader.may(Right.VIEW, id.path()))
        || groupsIn.getOrDefault(group, List.of()).stream().anyMatch(this::visible);
  }
}
