package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.Posted;
import dev.marathon.api.Shown;
import dev.marathon.base.GroupId;
import dev.marathon.events.ApiEvent;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a consumer may see: those of apps that it may view. An event that names no app is
 * about the node; so is one whose app is not found where it should be.
 */
public final class EventRights {

  private EventRights() {}

  /** The event without values of environment variables. */
  public static ApiEvent masked(ApiEvent event) {
    if (!(event.data().path(Posted.DEFINITION) instanceof ObjectNode)) {
      return event;
    }
    var data = event.data().deepCopy();
    Shown.masked((ObjectNode) data.path(Posted.DEFINITION));
    return new ApiEvent(event.type(), data);
  }

  /** The event as this reader may see it, or nothing. */
  static Optional<ApiEvent> shown(Identity reader, ApiEvent event) {
    if (!visible(reader, event)) {
      return Optional.empty();
    }
    var definition = event.data().path(Posted.DEFINITION);
    if (!(definition instanceof ObjectNode app)
        || reader.may(Right.ENV, app.path("id").asText(GroupId.ROOT.path()))) {
      return Optional.of(event);
    }
    return Optional.of(masked(event));
  }

  private static boolean visible(Identity reader, ApiEvent event) {
    if (reader.mayNode(Right.VIEW) && reader.may(Right.VIEW, GroupId.ROOT.path())) {
      return true;
    }
    if (event.type().equals("group_change_success")) {
      // Names the enclosing group, which who may see one app in it need not see as a whole.
      return reader.reaches(Right.VIEW, event.data().path("groupId").asText(GroupId.ROOT.path()));
    }
    var paths = paths(event.data());
    return paths.isEmpty()
        ? reader.mayNode(Right.VIEW)
        : paths.stream().allMatch(path -> reader.may(Right.VIEW, path));
  }

  /**
   * Whether the event is about one of these apps, or about something in one of these groups.
   *
   * @param wanted absolute paths
   */
  static boolean concerns(Set<String> wanted, ApiEvent event) {
    return paths(event.data()).stream()
        .anyMatch(
            path ->
                wanted.stream()
                    .anyMatch(
                        one ->
                            path.equals(one)
                                || path.startsWith(one.endsWith("/") ? one : one + "/")));
  }

  /** Every app and group that the event speaks of. */
  private static Set<String> paths(ObjectNode data) {
    var paths = new HashSet<String>();
    add(paths, data.path("appId"));
    add(paths, data.path("runSpecId"));
    add(paths, data.path("groupId"));
    add(paths, data.path(Posted.DEFINITION).path("id"));
    actions(paths, data.path("currentStep"));
    data.path("plan").path("steps").forEach(step -> actions(paths, step));
    return paths;
  }

  private static void actions(Set<String> paths, JsonNode step) {
    step.path("actions").forEach(action -> add(paths, action.path("app")));
  }

  private static void add(Set<String> paths, JsonNode path) {
    if (path.isTextual()) {
      paths.add(path.asText());
    }
  }
}
