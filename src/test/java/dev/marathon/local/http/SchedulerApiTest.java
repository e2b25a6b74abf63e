package dev.marathon.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import dev.marathon.local.master.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerApiTest {

  private final ActorSystem system = ActorSystem.create();
  private final Materializer materializer = Materializer.createMaterializer(system);
  private final EventLoop loop = new EventLoop("master", failure -> {});
  private final AtomicInteger asked = new AtomicInteger();
  private final SchedulerApi api =
      new SchedulerApi(
          new MasterAccess(
              loop,
              () -> {
                asked.incrementAndGet();
                return Optional.empty();
              }),
          materializer);

  @AfterEach
  void stop() {
    loop.close();
    system.terminate();
  }

  /** It would stay subscribed for good, and keep the offers that it got. */
  @Test
  void whoHangsUpBeforeTheAnswerBeginsIsNotSubscribed() throws Exception {
    var request =
        HttpRequest.POST("/api/v1/scheduler")
            .withEntity(
                HttpEntities.create(
                    RequestBody.JSON.toContentTypeWithMissingCharset(),
                    "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}"
                        .getBytes(StandardCharsets.UTF_8)));

    var answer =
        api.handle(request, Optional.empty()).toCompletableFuture().get(30, TimeUnit.SECONDS);

    assertThat(answer.status().intValue()).isEqualTo(200);
    assertThat(answer.getHeader("Mesos-Stream-Id")).isPresent();
    settled();
    assertThat(asked).hasValue(0);

    answer.entity().getDataBytes().runWith(Sink.ignore(), materializer);
    await().until(() -> asked.get() == 1);
  }

  /** All that was handed to the loop is done. */
  private void settled() throws Exception {
    var done = new CompletableFuture<Void>();
    loop.execute(() -> done.complete(null));
    done.get(30, TimeUnit.SECONDS);
  }
}
