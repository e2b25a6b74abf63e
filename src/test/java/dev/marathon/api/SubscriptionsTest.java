package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

  private static final String PATH = "/v2/eventSubscriptions";

  @AutoClose private final Server server = new Server();

  @Test
  void endpointsAreSubscribedListedWithTheirLagAndUnsubscribed() {
    var url = "http://a:8080/cb?x=1";
    var subscribed = server.post(PATH + "?callbackUrl=http%3A%2F%2Fa%3A8080%2Fcb%3Fx%3D1", null);
    assertThat(subscribed.status()).isEqualTo(200);
    assertThat(subscribed.json().path("eventType").asText()).isEqualTo("subscribe_event");
    assertThat(subscribed.json().path("callbackUrl").asText()).isEqualTo(url);
    assertThat(subscribed.json().path("clientIp").asText()).isEqualTo("127.0.0.1");
    server.post(PATH + "?callbackUrl=http%3A%2F%2Fa%3A8080%2Fcb%3Fx%3D1", null);

    var list = server.get(PATH).json();
    assertThat(list.at("/callbackUrls/0").asText()).isEqualTo(url);
    assertThat(list.path("callbackUrls")).hasSize(1);
    assertThat(list.at("/subscriptions/0/lag").asLong()).isEqualTo(2);
    assertThat(server.callbacks.env(url)).isTrue();

    for (int i = 0; i < 2; i++) {
      var gone =
          server.send("DELETE", PATH + "?callbackUrl=http%3A%2F%2Fa%3A8080%2Fcb%3Fx%3D1", null);
      assertThat(gone.status()).isEqualTo(200);
      assertThat(gone.json().path("eventType").asText()).isEqualTo("unsubscribe_event");
    }
    assertThat(server.get(PATH).json().path("callbackUrls")).isEmpty();
    assertThat(server.happened.stream().map(event -> event.type()))
        .as("what changes nothing is no event")
        .containsExactly("subscribe_event", "unsubscribe_event");
  }

  @Test
  void whatCannotBeCalledIsRefused() {
    assertThat(server.post(PATH, null).status()).isEqualTo(422);
    var refused = server.post(PATH + "?callbackUrl=http://me:pw@a/", null);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/details/0/path").asText()).isEqualTo("/callbackUrl");
  }
}
