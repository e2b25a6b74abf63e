package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.marathon.api.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DoorTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private boolean leads = true;

  private final Door door = new Door(KIT.system(), () -> leads);

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @Test
  void aRequestDuringTheTakeOverIsAnsweredAtItsEnd() throws Exception {
    var held = door.whenOpen(HttpRequest.create("/v2/apps")).toCompletableFuture();
    assertThat(held).isNotDone();

    door.open(request -> served());

    assertThat(held.get(5, TimeUnit.SECONDS).status()).isEqualTo(StatusCodes.OK);
  }

  @Test
  void aTakeOverThatLastsIsAnsweredWithRetryLater() {
    var held = door.whenOpen(HttpRequest.create("/v2/apps")).toCompletableFuture();

    assertThatThrownBy(() -> held.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(Refused.class);
  }

  @Test
  void oneMoreThanAThousandDoesNotWait() {
    var held =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(i -> door.whenOpen(HttpRequest.create("/v2/apps")).toCompletableFuture())
            .toList();

    assertThat(held.get(999)).isNotDone();
    assertThat(held.get(1_000)).isCompletedExceptionally();
  }

  @Test
  void aNodeThatMayNoLongerActKeepsItsAnswerToItself() throws Exception {
    door.open(request -> served());
    leads = false;

    var answer = door.apply(HttpRequest.create("/v2/apps")).toCompletableFuture();

    assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(StatusCodes.SERVICE_UNAVAILABLE);
  }

  private static CompletableFuture<HttpResponse> served() {
    return CompletableFuture.completedFuture(HttpResponse.create().withEntity("served"));
  }
}
