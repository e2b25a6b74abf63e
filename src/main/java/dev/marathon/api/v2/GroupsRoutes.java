package dev.marathon.api.v2;

import dev.marathon.api.ApiContext;
import dev.marathon.api.Changes;
import dev.marathon.api.Paths;
import dev.marathon.api.Resource;
import dev.marathon.api.Routes;
import dev.marathon.base.GroupId;
import java.util.List;
import java.util.Optional;

/** {@code /v2/groups}. */
public final class GroupsRoutes implements Routes {

  private final GroupReads reads;
  private final GroupWrites writes;

  public GroupsRoutes(ApiContext context) {
    var changes = new Changes(context);
    this.reads = new GroupReads(context, changes);
    this.writes = new GroupWrites(context, changes);
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return Optional.of(readable(path, writable(Paths.group(path))));
  }

  /** Only readers see parts of groups; a group may itself be called {@code apps}. */
  private Resource readable(List<String> path, Resource group) {
    String last = Paths.fromEnd(path, 1);
    if (last.equals("apps")) {
      var id = Paths.group(Paths.dropLast(path, 1));
      return group.get(call -> reads.apps(call, id));
    }
    if (last.equals("versions")) {
      var id = Paths.group(Paths.dropLast(path, 1));
      return group.get(call -> reads.versions(call, id));
    }
    if (Paths.fromEnd(path, 2).equals("versions")) {
      var id = Paths.group(Paths.dropLast(path, 2));
      return group.get(call -> reads.version(call, id, last));
    }
    var id = Paths.group(path);
    return group.get(call -> reads.one(call, id));
  }

  private Resource writable(GroupId id) {
    return Resource.json()
        .post(call -> writes.create(call, id))
        .put(call -> writes.put(call, id))
        .patch(call -> writes.patch(call, id))
        .delete(call -> writes.delete(call, id));
  }
}
