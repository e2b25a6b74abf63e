package dev.marathon.events.actor;

import akka.util.ByteString;
import dev.marathon.events.NumberedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Events that go to the consumers together. A thousand of them get the same bytes, which the first
 * one makes.
 */
public final class EventBatch {

  /** The last one of a stream whose reader fell too far behind. */
  public static final EventBatch CUT_OFF = new EventBatch(List.of());

  private final List<NumberedEvent> events;
  private List<ByteString> frames;
  private ByteString joined;

  public EventBatch(List<NumberedEvent> events) {
    this.events = List.copyOf(events);
  }

  public List<NumberedEvent> events() {
    return events;
  }

  /**
   * The events as they are sent, one by one.
   *
   * @param encode always the same for one kind of stream
   */
  public synchronized List<ByteString> frames(Function<NumberedEvent, ByteString> encode) {
    if (frames == null) {
      var all = new ArrayList<ByteString>(events.size());
      events.forEach(event -> all.add(encode.apply(event)));
      frames = all;
    }
    return frames;
  }

  /** All of them as one piece. */
  public synchronized ByteString joined(Function<NumberedEvent, ByteString> encode) {
    if (joined == null) {
      var all = ByteString.emptyByteString();
      for (var frame : frames(encode)) {
        all = all.concat(frame);
      }
      joined = all.compact();
    }
    return joined;
  }

  @Override
  public String toString() {
    return events.size() + " events";
  }
}
