package dev.marathon.mesos.client;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.io.IOException;

/**
 * Cuts a byte stream in RecordIO framing into its records, however the bytes are chunked.
 *
 * <p>A record is its length in decimal digits, a line feed, then that many bytes. The stream fails
 * on anything else, on a record above the limit, and when it ends within a record. Memory: one
 * record and one chunk.
 */
public final class RecordIo extends GraphStage<FlowShape<ByteString, ByteString>> {

  /** Digits of 2^31-1. */
  private static final int LENGTH_DIGITS = 10;

  private final Inlet<ByteString> in = Inlet.create("RecordIo.in");
  private final Outlet<ByteString> out = Outlet.create("RecordIo.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final int limit;

  /**
   * @param limit largest record, bytes
   */
  public RecordIo(int limit) {
    this.limit = limit;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private static final int UNKNOWN = -1;

    private ByteString buffer = ByteString.emptyByteString();
    private int length = UNKNOWN;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              buffer = buffer.concat(grab(in));
              advance();
            }

            @Override
            public void onUpstreamFinish() {
              if (isAvailable(out)) {
                advance();
              } else if (buffer.isEmpty() && length == UNKNOWN) {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              advance();
            }
          });
    }

    /** Pushes the next record if it is complete, else asks for more bytes. */
    private void advance() {
      try {
        if (length == UNKNOWN) {
          readLength();
        }
        proceed();
      } catch (IOException broken) {
        failStage(broken); // Thrown out of the stage it would be logged as an error of ours.
      }
    }

    private void proceed() throws IOException {
      if (length != UNKNOWN && buffer.size() >= length) {
        ByteString record = buffer.take(length);
        buffer = buffer.drop(length);
        length = UNKNOWN;
        push(out, record);
        if (isClosed(in) && buffer.isEmpty()) {
          completeStage();
        }
      } else if (!isClosed(in)) {
        pull(in);
      } else if (length == UNKNOWN && buffer.isEmpty()) {
        completeStage();
      } else {
        throw new IOException("the stream ended within a record");
      }
    }

    private void readLength() throws IOException {
      int value = 0;
      int digits = Math.min(buffer.size(), LENGTH_DIGITS + 1);
      for (int i = 0; i < digits; i++) {
        int next = buffer.apply(i);
        if (next == '\n' && i > 0) {
          length = value;
          buffer = buffer.drop(i + 1);
          return;
        }
        if (next < '0' || next > '9') {
          throw new IOException("not the length of a record");
        }
        long grown = value * 10L + (next - '0');
        if (grown > limit) {
          throw new IOException("a record of more than " + limit + " bytes");
        }
        value = (int) grown;
      }
      if (digits > LENGTH_DIGITS) {
        throw new IOException("not the length of a record");
      }
    }
  }
}
