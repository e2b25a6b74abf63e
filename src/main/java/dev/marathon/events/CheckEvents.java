package dev.marathon.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.health.HealthNews;
import dev.marathon.instance.Instance;
import dev.marathon.spec.CheckJson;
import dev.marathon.spec.HealthCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * What the check that the agent runs says, which is one of the instance's checks as those that
   * Marathon runs. Of its failures only the first in a row is stored, so only that is told.
   *
   * @param check as it is defined
   */
  static List<ApiEvent> ofAgent(
      Instance was, Instance now, Optional<HealthCheck> check, Instant at) {
    var before = was.checks().byAgent();
    var after = now.checks().byAgent();
    if (before.equals(after)) {
      return List.of();
    }
    var news = new ArrayList<HealthNews>();
    if (after.equals(Optional.of(false))) {
      check.ifPresent(failed -> news.add(new HealthNews.Failed(now.appId(), now.id(), failed)));
    }
    if (!before.orElse(false).equals(after.orElse(false))) {
      news.add(new HealthNews.Turned(now.appId(), now.id(), now.version(), after.orElse(false)));
    }
    return news.stream().flatMap(one -> of(one, at).stream()).toList();
  }

  private static ObjectNode check(AppId app, HealthCheck check) {
    var json = EventJson.object().put("appId", app.path());
    json.set("healthCheck", CheckJson.health(check));
    return json;
  }
}
