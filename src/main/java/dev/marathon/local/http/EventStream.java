package dev.marathon.local.http;

import akka.NotUsed;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.marathon.local.master.Subscriber;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * One subscription on the wire: each event is a RecordIO record and an HTTP chunk of its own.
 *
 * <p>A client that does not read has {@value #MAX_WAITING} events waiting for it at most; then its
 * connection breaks.
 */
final class EventStream implements Subscriber {
  private static final int MAX_WAITING = 200_000;

  private sealed interface Item {
    record Whole(Event event) implements Item {}

    record Half(Event event) implements Item {}

    record Cut() implements Item {}
  }

  private final String id = UUID.randomUUID().toString();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ContentFormat format;
  private volatile BoundedSourceQueue<Item> queue;

  EventStream(ContentFormat format) {
    this.format = format;
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("the stream is cut", null, false, false);
    }
  }

  private static ByteString bytes(Item item, ContentFormat format) {
    if (item instanceof Item.Whole whole) {
      return record(format.write(whole.event()));
    }
    if (item instanceof Item.Half half) {
      var record = record(format.write(half.event()));
      return record.take(Math.max(1, record.length() / 2));
    }
    throw new Broken();
  }

  static ByteString record(byte[] payload) {
    return ByteString.fromArray((payload.length + "\n").getBytes(StandardCharsets.US_ASCII))
        .concat(ByteString.fromArrayUnsafe(payload));
  }

  /**
   * The body of the response.
   *
   * @param begun called when it is being sent; nothing can be sent to this subscriber before
   */
  Source<ByteString, NotUsed> records(Runnable begun) {
    return Source.<Item>queue(MAX_WAITING)
        .mapMaterializedValue(
            made -> {
              queue = made;
              begun.run();
              return NotUsed.getInstance();
            })
        .map(item -> bytes(item, format));
  }

  @Override
  public String streamId() {
    return id;
  }

  @Override
  public void send(Event event) {
    if (!ended.get()
        && queue.offer(new Item.Whole(event)).equals(QueueOfferResult.dropped())
        && ended.compareAndSet(false, true)) {
      queue.fail(new Broken());
    }
  }

  @Override
  public void complete() {
    if (ended.compareAndSet(false, true)) {
      queue.complete();
    }
  }

  @Override
  public void cut() {
    if (ended.compareAndSet(false, true)) {
      queue.offer(new Item.Cut());
    }
  }

  @Override
  public void cutWithin(Event event) {
    if (ended.compareAndSet(false, true)) {
      queue.offer(new Item.Half(event));
      queue.offer(new Item.Cut());
    }
  }
}
