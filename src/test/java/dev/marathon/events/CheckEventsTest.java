package dev.marathon.events;

import static dev.marathon.spec.HealthCheck.Protocol.HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.health.HealthNews;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CheckEventsTest {

  private static final Instant AT = Instant.parse("2026-11-25T12:00:00Z");
  private static final AppId APP = new AppId("/shop/web");
  private static final InstanceId ID = new InstanceId("shop_web", new UUID(0, 1));

  @Test
  void countedFailureNamesItsCheckAndCarriesTheInstanceAsTaskId() {
    var event = CheckEvents.of(new HealthNews.Failed(APP, ID, Checks.of(HTTP)), AT).orElseThrow();
    assertThat(event.type()).isEqualTo("failed_health_check_event");
    assertThat(event.data().get("appId").asText()).isEqualTo("/shop/web");
    assertThat(event.data().get("taskId").asText()).isEqualTo(ID.toString());
    assertThat(event.data().at("/healthCheck/path").asText()).isEqualTo("/health");
  }

  @Test
  void turnOfACheckIsToldAndSingleResultsAreNot() {
    var turned = new HealthNews.Turned(APP, ID, new Version(AT), false);
    var event = CheckEvents.of(turned, AT).orElseThrow();
    assertThat(event.type()).isEqualTo("health_status_changed_event");
    assertThat(event.data().get("instanceId").asText()).isEqualTo(ID.toString());
    assertThat(event.data().get("version").asText()).isEqualTo(new Version(AT).toString());
    assertThat(event.data().get("alive").asBoolean(true)).isFalse();

    assertThat(CheckEvents.of(new HealthNews.Checked(ID, 1, List.of()), AT)).isEmpty();
  }
}
