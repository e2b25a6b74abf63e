package dev.marathon.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.CallbackUrl;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.callbacks.CallbackState.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackRulesTest {

  private static final String A = "http://a/cb";

  private final CallbackRules rules = new CallbackRules();
  private final List<CallbackEvent> log = new ArrayList<>();
  private CallbackState state = rules.empty();

  private CallbackReply tell(CallbackCommand command) {
    var context = new Context(Instant.EPOCH, Cause.internal("test"), () -> new UUID(0, 0));
    var decision = rules.decide(state, command, context);
    decision.events().forEach(event -> state = rules.apply(state, event));
    log.addAll(decision.events());
    return decision.reply();
  }

  @AfterEach
  void replayed() {
    var again = rules.empty();
    for (var event : log) {
      again = rules.apply(again, event);
    }
    assertThat(again).isEqualTo(state);
  }

  @Test
  void whoSubscribesTwiceKeepsItsPlace() {
    assertThat(tell(new CallbackCommand.Subscribe(A, false, 5)))
        .isEqualTo(new CallbackReply.Done(true));
    assertThat(tell(new CallbackCommand.Subscribe(A, true, 9)))
        .isEqualTo(new CallbackReply.Done(false));
    assertThat(state.endpoints()).isEqualTo(Map.of(A, new Endpoint(false, 5)));
  }

  @Test
  void unknownEndpointIsUnsubscribedWithoutATrace() {
    tell(new CallbackCommand.Subscribe(A, false, 5));
    assertThat(tell(new CallbackCommand.Unsubscribe("http://b/")))
        .isEqualTo(new CallbackReply.Done(false));
    tell(new CallbackCommand.Unsubscribe(A));
    assertThat(state.endpoints()).isEmpty();
    assertThat(log).hasSize(2);
  }

  @Test
  void onlyNewPositionsOfKnownEndpointsAreStored() {
    tell(new CallbackCommand.Subscribe(A, true, 5));
    tell(new CallbackCommand.Advance(Map.of(A, 7L, "http://gone/", 9L)));
    tell(new CallbackCommand.Advance(Map.of(A, 7L)));
    assertThat(log).last().isEqualTo(new CallbackEvent.PositionsAdvanced(Map.of(A, 7L)));
    assertThat(log).hasSize(2);
    assertThat(state.endpoints()).isEqualTo(Map.of(A, new Endpoint(true, 7)));
  }

  @Test
  void thereIsALimit() {
    for (int i = 0; i < CallbackRules.MAX_ENDPOINTS; i++) {
      tell(new CallbackCommand.Subscribe("http://a/" + i, false, 0));
    }
    assertThat(tell(new CallbackCommand.Subscribe(A, false, 0)))
        .isEqualTo(new CallbackReply.TooMany(CallbackRules.MAX_ENDPOINTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/cb",
        "ftp://a/",
        "http:///x",
        "http://u:p@a/",
        "http://a/#x",
        "http://a b/",
        "javascript:1"
      })
  void notEverythingCanBeCalled(String url) {
    assertThat(CallbackUrl.problem(url)).isPresent();
  }

  @Test
  void httpAndHttpsCanBeCalled() {
    assertThat(CallbackUrl.problem("http://a:8080/cb?x=1")).isEmpty();
    assertThat(CallbackUrl.problem("HTTPS://[::1]/")).isEmpty();
    assertThat(CallbackUrl.problem("http://a/" + "x".repeat(2_000))).isPresent();
  }
}
