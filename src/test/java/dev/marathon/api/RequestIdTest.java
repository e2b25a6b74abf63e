package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests are called. */
class RequestIdTest {

  private static HttpRequest called(String id) {
    return HttpRequest.GET("/ping").addHeader(RawHeader.create("x-request-id", id));
  }

  @Test
  void whatTheClientCallsItIsKept() {
    var request = called("4bf92f3577b34da6-7.a:b");
    assertThat(RequestId.of(RequestId.named(request))).isEqualTo("4bf92f3577b34da6-7.a:b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\u2028break", "\"quoted\"", "<b>"})
  void whatCouldForgeALogIsReplaced(String id) {
    assertThat(RequestId.of(RequestId.named(called(id))))
        .isNotEqualTo(id)
        .matches("[a-z0-9]+-[a-z0-9]+");
  }

  @Test
  void tooLongIsReplacedAndNoTwoAreCalledTheSame() {
    var first = RequestId.of(RequestId.named(called("x".repeat(129))));
    var second = RequestId.of(RequestId.named(HttpRequest.GET("/ping")));
    assertThat(first).hasSizeLessThan(40).isNotEqualTo(second);
  }
}
