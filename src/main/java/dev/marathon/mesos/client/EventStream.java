package dev.marathon.mesos.client;

import akka.Done;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import dev.marathon.mesos.EventReader;
import dev.marathon.mesos.MesosEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A running event stream. Events are handed over as they come, those that came meanwhile together;
 * the next are handed over only when the ones before are taken, so that whoever takes slowly slows
 * the TCP connection.
 *
 * @param end the reason why the stream ended, once it has; never fails
 */
record EventStream(UniqueKillSwitch killSwitch, CompletionStage<String> end) {

  /** Most events that are handed over together. */
  private static final int MOST = 128;

  /**
   * One event of the stream.
   *
   * @param heartbeat interval that the master promises, told with the first event
   * @param event absent for those that nobody needs
   */
  record Received(Optional<Duration> heartbeat, Optional<MesosEvent> event) {}

  static EventStream run(
      MasterAnswer.Streaming answer,
      int recordLimit,
      InstantSource clock,
      Function<List<Received>, CompletionStage<Done>> take,
      Materializer materializer) {
    var pair =
        answer
            .bytes()
            .viaMat(KillSwitches.single(), Keep.right())
            .via(new RecordIo(recordLimit))
            .map(record -> read(record.toArray(), clock))
            .batch(MOST, EventStream::first, EventStream::next)
            .mapAsync(1, take::apply)
            .toMat(Sink.ignore(), Keep.both())
            .run(materializer);
    return new EventStream(
        pair.first(),
        pair.second()
            .handle(
                (done, failure) ->
                    failure == null
                        ? "the master closed the event stream"
                        : "the event stream broke: " + MasterHttp.reason(failure)));
  }

  private static List<Received> first(Received received) {
    return next(new ArrayList<>(), received);
  }

  private static List<Received> next(List<Received> before, Received received) {
    before.add(received);
    return before;
  }

  private static Received read(byte[] record, InstantSource clock) throws IOException {
    var event = Event.parseFrom(record);
    double seconds = event.getSubscribed().getHeartbeatIntervalSeconds();
    return new Received(
        seconds > 0 ? Optional.of(Duration.ofMillis((long) (seconds * 1000))) : Optional.empty(),
        EventReader.read(event, clock.instant()));
  }

  void close() {
    killSwitch.shutdown();
  }
}
