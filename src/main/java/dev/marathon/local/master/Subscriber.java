package dev.marathon.local.master;

import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The event stream of one SUBSCRIBE call. Methods return at once and do nothing once it has ended.
 */
public interface Subscriber {

  /** The {@code Mesos-Stream-Id}. */
  String streamId();

  void send(Event event);

  /** Ends the stream with the terminating chunk. */
  void complete();

  /** Breaks the connection without a terminating chunk, as when the master dies. */
  void cut();

  /** Sends the first half of an event's record and breaks the connection. */
  void cutWithin(Event event);
}
