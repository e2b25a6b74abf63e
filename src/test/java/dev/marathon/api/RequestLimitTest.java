package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestLimitTest {

  private static final HttpResponse ANSWER = HttpResponse.create();

  @Test
  void oneTooManyIsNotLetInUntilAnotherIsAnswered() {
    var limit = new RequestLimit(2);
    var first = new CompletableFuture<HttpResponse>();
    var second = new CompletableFuture<HttpResponse>();
    assertThat(limit.admit(() -> first)).isPresent();
    assertThat(limit.admit(() -> second)).isPresent();
    assertThat(limit.admit(CompletableFuture::new)).isEmpty();
    assertThat(limit.admit(CompletableFuture::new)).isEmpty();
    first.complete(ANSWER);
    assertThat(limit.admit(CompletableFuture::new)).isPresent();
    assertThat(limit.admit(CompletableFuture::new)).isEmpty();
    second.completeExceptionally(new IllegalStateException("a failure is an answer too"));
    assertThat(limit.admit(CompletableFuture::new)).isPresent();
  }

  @Test
  void zeroIsNoLimit() {
    var limit = new RequestLimit(0);
    for (int i = 0; i < 100; i++) {
      assertThat(limit.admit(CompletableFuture::new)).isPresent();
    }
  }
}
