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
    String last = Paths.fromEnd(path, 1);
    if (last.equals("apps")) {
      var id = Paths.group(Paths.dropLast(path, 1));
      return Optional.of(Resource.json().get(call -> reads.apps(call, id)));
    }
    if (last.equals("versions")) {
      var id = Paths.group(Paths.dropLast(path, 1));
      return Optional.of(Resource.json().get(call -> reads.versions(call, id)));
    }
    if (Paths.fromEnd(path, 2).equals("versions")) {
      var id = Paths.group(Paths.dropLast(path, 2));
      return Optional.of(Resource.json().get(call -> reads.version(call, id, last)));
    }
    return Optional.of(group(Paths.group(path)));
  }

  private Resource group(GroupId id) {
    return Resource.json()
        .get(call -> reads.one(call, id))
        .post(call -> writes.create(call, id))
        .put(call -> writes.put(call, id))
        .patch(call -> writes.patch(call, id))
        .delete(call -> writes.delete(call, id));
  }
}
