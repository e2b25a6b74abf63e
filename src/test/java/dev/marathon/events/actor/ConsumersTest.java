package dev.marathon.events.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ConsumersTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Consumers consumers = new Consumers(KIT.system());

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  private static NumberedEvent event(long number) {
    return new NumberedEvent(
        number, ApiEvent.of("test", Instant.EPOCH, JsonNodeFactory.instance.objectNode()));
  }

  @Test
  void aConsumerThatHasJustGoneDoesNotDisturbTheOthers() throws Exception {
    var gone = new CountDownLatch(1);
    consumers.add(List.of(), queue -> gone.countDown()).runWith(Sink.cancelled(), KIT.system());
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    var stays = consumers.add(List.of(), queue -> {}).runWith(Sink.head(), KIT.system());

    assertThatCode(() -> consumers.publish(event(1))).doesNotThrowAnyException();

    assertThat(stays.toCompletableFuture().get(5, TimeUnit.SECONDS)).isEqualTo(event(1));
  }

  @Test
  void aConsumerThatDoesNotReadIsCutOff() throws Exception {
    var gone = new CountDownLatch(1);
    var never =
        consumers
            .add(List.of(), queue -> gone.countDown())
            .runWith(
                Sink.asPublisher(akka.stream.javadsl.AsPublisher.WITHOUT_FANOUT), KIT.system());
    // Twice as many, because the stream behind the buffer may take some.
    for (int i = 0; i < 2 * EventHub.CONSUMER_BUFFER; i++) {
      consumers.publish(event(i));
    }

    assertThat(never).isNotNull();
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
