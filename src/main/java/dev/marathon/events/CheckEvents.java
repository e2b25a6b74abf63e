package dev.marathon.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.health.HealthNews;
import dev.marathon.spec.CheckJson;
import dev.marathon.spec.HealthCheck;
import java.time.Instant;
import java.util.Optional;

/** Events about health checks. */
final class CheckEvents {

  private CheckEvents() {}

  /** What a check saw, if consumers hear of it. */
  static Optional<ApiEvent> of(HealthNews news, Instant at) {
    if (news instanceof HealthNews.Failed e) {
      return Optional.of(
          ApiEvent.of(
              "failed_health_check_event",
              at,
              check(e.app(), e.check()).put("taskId", e.id().toString())));
    }
    if (news instanceof HealthNews.Turned e) {
      return Optional.of(
          ApiEvent.of(
              "health_status_changed_event",
              at,
              EventJson.object()
                  .put("appId", e.app().path())
                  .put("instanceId", e.id().toString())
                  .put("version", e.version().toString())
                  .put("alive", e.alive())));
    }
    return Optional.empty();
  }

  private static ObjectNode check(AppId app, HealthCheck check) {
    var json = EventJson.object().put("appId", app.path());
    json.set("healthCheck", CheckJson.health(check));
    return json;
  }
}
