package dev.marathon.events.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ConsumersTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final List<Duration> pauses = new ArrayList<>();
  private final Consumers consumers = new Consumers(KIT.system(), pauses::add);

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  private static NumberedEvent event(long number) {
    return new NumberedEvent(
        number, ApiEvent.of("test", Instant.EPOCH, JsonNodeFactory.instance.objectNode()));
  }

  private Source<EventBatch, NotUsed> add(CountDownLatch gone) {
    return consumers.add(Source.empty(), queue -> gone.countDown());
  }

  private static List<Long> numbers(List<EventBatch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.events().stream())
        .map(NumberedEvent::number)
        .toList();
  }

  @Test
  void aConsumerThatHasJustGoneDoesNotDisturbTheOthers() throws Exception {
    var gone = new CountDownLatch(1);
    add(gone).runWith(Sink.cancelled(), KIT.system());
    assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    var stays = add(new CountDownLatch(1)).runWith(Sink.head(), KIT.system());

    assertThatCode(() -> consumers.publish(event(1))).doesNotThrowAnyException();

    var first = stays.toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(first.events()).containsExactly(event(1));
  }

  @Test
  void whatComesSoonAfterAnEventGoesTogether() throws Exception {
    var all = add(new CountDownLatch(1)).take(4).runWith(Sink.seq(), KIT.system());
    for (int i = 1; i <= 70; i++) {
      consumers.publish(event(i));
    }
    consumers.flush();
    consumers.publish(event(71));
    consumers.flush();

    var batches = all.toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(batches.stream().map(batch -> batch.events().size())).containsExactly(1, 64, 5, 1);
    assertThat(numbers(batches)).isEqualTo(LongStream.rangeClosed(1, 71).boxed().toList());
    assertThat(pauses).containsExactly(Consumers.SOON, Consumers.JOIN, Consumers.JOIN);
    consumers.flush();
    assertThat(pauses).as("silence").hasSize(3);
  }

  @Test
  void whatComesWhenNothingFollowedSoonStillGoesTogether() {
    consumers.publish(event(1));
    consumers.flush();
    assertThat(pauses).containsExactly(Consumers.SOON, Consumers.JOIN);
    consumers.publish(event(2));
    consumers.publish(event(3));
    assertThat(pauses).hasSize(2);
  }

  @Test
  void whoComesBetweenTwoFlushesGetsWhatWaitedOnlyFromTheLog() throws Exception {
    consumers.publish(event(1));
    consumers.publish(event(2));
    var backlog = Source.single(new EventBatch(List.of(event(1), event(2))));
    var all = consumers.add(backlog, queue -> {}).take(2).runWith(Sink.seq(), KIT.system());
    consumers.publish(event(3));
    consumers.flush();

    assertThat(numbers(all.toCompletableFuture().get(60, TimeUnit.SECONDS)))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aConsumerThatDoesNotReadIsCutOffAndToldSoAfterWhatItsBufferHolds() throws Exception {
    var gone = new CountDownLatch(1);
    var open = new CompletableFuture<Void>();
    var all =
        add(gone)
            .mapAsync(1, batch -> open.thenApply(nothing -> batch))
            .runWith(Sink.seq(), KIT.system());
    // Twice as many, because the stream behind the buffer may take some.
    for (int i = 0; i < 2 * EventHub.CONSUMER_BUFFER; i++) {
      consumers.publish(event(i));
      consumers.flush();
    }
    open.complete(null);

    var batches = all.toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(batches.get(batches.size() - 1)).isSameAs(EventBatch.CUT_OFF);
    var numbers = numbers(batches);
    assertThat(numbers).hasSizeLessThan(2 * EventHub.CONSUMER_BUFFER);
    assertThat(numbers).isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
  }

  @Test
  void aThousandConsumersShareOneEncodedForm() throws Exception {
    var calls = new AtomicInteger();
    var first = add(new CountDownLatch(1)).runWith(Sink.head(), KIT.system());
    var second = add(new CountDownLatch(1)).runWith(Sink.head(), KIT.system());
    consumers.publish(event(1));
    for (var one : List.of(first, second)) {
      one.toCompletableFuture()
          .get(60, TimeUnit.SECONDS)
          .joined(
              event -> {
                calls.incrementAndGet();
                return ByteString.fromString("x");
              });
    }
    assertThat(calls).hasValue(1);
  }
}
