package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.marathon.mesos.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RecordIoTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int LIMIT = 4096;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void recordsAreTheSameHoweverTheBytesAreChunked() {
    qt().withExamples(200)
        .forAll(
            lists().of(integers().between(0, LIMIT)).ofSizeBetween(0, 12),
            integers().between(1, 5000),
            integers().all())
        .checkAssert(
            (sizes, longestChunk, seed) -> {
              var random = new Random(seed);
              var records = new ArrayList<ByteString>();
              ByteString stream = ByteString.emptyByteString();
              for (int size : sizes) {
                byte[] payload = new byte[size];
                random.nextBytes(payload);
                records.add(ByteString.fromArray(payload));
                stream = stream.concat(framed(payload));
              }
              assertThat(read(chunks(stream, longestChunk, random))).isEqualTo(records);
            });
  }

  @Test
  void recordedStreamOfARealMasterIsReadByteByByte() throws Exception {
    var stream = ByteString.fromArray(Recordings.stream());
    var types = new ArrayList<Event.Type>();
    for (ByteString record : read(chunks(stream, 1, new Random(1)))) {
      types.add(Event.parseFrom(record.toArray()).getType());
    }

    assertThat(types).hasSize(12).startsWith(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT);
  }

  @Test
  void streamThatEndsWithinARecordFails() {
    qt().withExamples(100)
        .forAll(integers().between(1, Recordings.stream().length - 1), integers().all())
        .checkAssert(
            (length, seed) -> {
              var cut = ByteString.fromArray(Recordings.stream()).take(length);
              boolean whole = boundaries().contains(length);
              if (whole) {
                assertThat(read(chunks(cut, 64, new Random(seed)))).isNotEmpty();
              } else {
                assertThatThrownBy(() -> read(chunks(cut, 64, new Random(seed))))
                    .hasMessageContaining("ended within a record");
              }
            });
  }

  @Test
  void recordAboveTheLimitFailsBeforeItIsRead() {
    assertThat(read(List.of(framed(new byte[LIMIT])))).hasSize(1);
    assertThatThrownBy(() -> read(List.of(ByteString.fromString((LIMIT + 1) + "\n"))))
        .hasMessageContaining("more than 4096 bytes");
    assertThatThrownBy(() -> read(List.of(ByteString.fromString("99999999999999999999"))))
        .hasMessageContaining("more than 4096 bytes");
  }

  @Test
  void whatIsNotALengthFails() {
    for (var text : List.of("\n", "x", "-1\n", "1 \nx", "<html>", "000000000000000")) {
      assertThatThrownBy(() -> read(List.of(ByteString.fromString(text))))
          .as(text)
          .isInstanceOf(IOException.class);
    }
  }

  private static List<Integer> boundaries() {
    var ends = new ArrayList<Integer>();
    int end = 0;
    for (ByteString record : read(List.of(ByteString.fromArray(Recordings.stream())))) {
      end += framed(record.toArray()).size();
      ends.add(end);
    }
    return ends;
  }

  private static ByteString framed(byte[] payload) {
    return ByteString.fromString(payload.length + "\n", StandardCharsets.US_ASCII)
        .concat(ByteString.fromArray(payload));
  }

  private static List<ByteString> chunks(ByteString stream, int longest, Random random) {
    var chunks = new ArrayList<ByteString>();
    ByteString rest = stream;
    while (!rest.isEmpty()) {
      int size = 1 + random.nextInt(longest);
      chunks.add(rest.take(size));
      rest = rest.drop(size);
    }
    return chunks;
  }

  private static List<ByteString> read(List<ByteString> chunks) {
    try {
      return Source.from(chunks)
          .via(new RecordIo(LIMIT))
          .runWith(Sink.seq(), KIT.system())
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw sneaky(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }
}
