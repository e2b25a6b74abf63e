package dev.marathon.mesos.client;

import java.time.Duration;
import java.util.Optional;

/** One connection to a master, from its answer to our SUBSCRIBE to the end of the stream. */
final class OpenStream {

  final MasterAddress master;
  final EventStream events;
  final CallPipeline pipeline;

  /** How long the stream may be silent. */
  Duration patience;

  /** Present as soon as the master said SUBSCRIBED. */
  Optional<CallSender> calls = Optional.empty();

  /** We are ending the framework: the end of this stream is what we asked for. */
  boolean tearingDown;

  OpenStream(MasterAddress master, EventStream events, CallPipeline pipeline, Duration patience) {
    this.master = master;
    this.events = events;
    this.pipeline = pipeline;
    this.patience = patience;
  }

  boolean subscribed() {
    return calls.isPresent();
  }

  void close(String reason) {
    events.close();
    calls.ifPresent(sender -> sender.close(reason));
    pipeline.close();
  }
}
