package dev.marathon.events.actor;

import akka.util.ByteString;
import dev.marathon.events.NumberedEvent;
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
  private final ByteString[] frames;
  private ByteString joined;

  public EventBatch(List<NumberedEvent> events) {
    this.events = List.copyOf(events);
    this.frames = new ByteString[events.size()];
  }

  public List<NumberedEvent> events() {
    return events;
  }

  /**
   * One event as it is sent; those that nobody wants are not encoded.
   *
   * @param encode always the same for one kind of stream
   */
  public synchronized ByteString frame(int index, Function<NumberedEvent, ByteString> encode) {
    if (frames[index] == null) {
      frames[index] = encode.apply(events.get(index));
    }
    return frames[index];
  }

  /** All of them as one piece. */
  public synchronized ByteString joined(Function<NumberedEvent, ByteString> encode) {
    if (joined == null) {
      var all = ByteString.emptyByteString();
      for (int i = 0; i < frames.length; i++) {
        all = all.concat(frame(i, encode));
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
