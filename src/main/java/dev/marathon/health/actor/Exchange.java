package dev.marathon.health.actor;

import dev.marathon.health.HttpAnswer;
import dev.marathon.health.Probe;
import dev.marathon.health.ProbeAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One probe on its way: connect, send the request, read the response. Belongs to the prober's
 * thread.
 */
final class Exchange {

  /** Room for whatever is read at a time. Shared by all exchanges of a thread. */
  record Scratch(ByteBuffer packet, ByteBuffer plain) {
    static Scratch create() {
      return new Scratch(ByteBuffer.allocateDirect(32 << 10), ByteBuffer.allocate(32 << 10));
    }
  }

  /**
   * A target that has said its status may finish its response in peace, which spares it errors in
   * its log, but not for long.
   */
  private static final long AFTER_STATUS = TimeUnit.SECONDS.toNanos(1);

  private final long number;
  private final Probe probe;
  private final Consumer<ProbeAnswer> answered;
  private final HttpAnswer response = new HttpAnswer();
  private long deadline;
  private boolean shortened;
  private boolean open = true;
  private boolean connected;
  private Optional<SocketChannel> channel = Optional.empty();
  private Optional<SelectionKey> key = Optional.empty();
  private Optional<TlsPipe> tls = Optional.empty();
  private ByteBuffer request = ByteBuffer.allocate(0);

  /**
   * @param deadline by {@link System#nanoTime}
   */
  Exchange(long number, Probe probe, long deadline, Consumer<ProbeAnswer> answered) {
    this.number = number;
    this.probe = probe;
    this.deadline = deadline;
    this.answered = answered;
  }

  long number() {
    return number;
  }

  long deadline() {
    return deadline;
  }

  boolean open() {
    return open;
  }

  /** Begins to connect; the answer if there is one already. */
  Optional<ProbeAnswer> connect(Selector selector, InetAddress address) throws IOException {
    try {
      channel = Optional.of(SocketChannel.open());
    } catch (IOException ours) {
      return Optional.of(new ProbeAnswer.Interrupted("no socket: " + ours.getMessage()));
    }
    var socket = channel.get();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = Optional.of(socket.register(selector, SelectionKey.OP_CONNECT, this));
    boolean atOnce = socket.connect(new InetSocketAddress(address, probe.endpoint().port()));
    return atOnce ? connected() : Optional.empty();
  }

  /** Goes on as far as the socket allows; the answer if that is the end. */
  Optional<ProbeAnswer> proceed(Scratch scratch) throws IOException {
    if (!connected) {
      if (!channel.orElseThrow().finishConnect()) {
        return Optional.empty();
      }
      return connected();
    }
    int next = talk(scratch);
    if (next == TlsPipe.ENDED || response.done()) {
      return Optional.of(
          response
              .known()
              .orElse(new ProbeAnswer.Silence("closed the connection without an answer")));
    }
    interest(next);
    if (!shortened && response.known().isPresent()) {
      shortened = true;
      deadline = Math.min(deadline, System.nanoTime() + AFTER_STATUS);
    }
    return Optional.empty();
  }

  private Optional<ProbeAnswer> connected() throws IOException {
    connected = true;
    if (!(probe instanceof Probe.Http http)) {
      return Optional.of(new ProbeAnswer.Connected());
    }
    request = ByteBuffer.wrap(http.request());
    if (http.tls()) {
      tls = Optional.of(TlsPipe.over(channel.orElseThrow(), http.endpoint()));
    }
    interest(SelectionKey.OP_WRITE);
    return Optional.empty();
  }

  private void interest(int operations) {
    key.orElseThrow().interestOps(operations);
  }

  private int talk(Scratch scratch) throws IOException {
    if (tls.isPresent()) {
      return tls.get().proceed(request, response, scratch);
    }
    var socket = channel.orElseThrow();
    if (request.hasRemaining()) {
      socket.write(request);
      return request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }
    while (!response.done()) {
      var bytes = scratch.packet().clear();
      int count = socket.read(bytes);
      if (count < 0) {
        return TlsPipe.ENDED;
      }
      if (count == 0) {
        return SelectionKey.OP_READ;
      }
      response.feed(bytes.flip());
    }
    return TlsPipe.ENDED;
  }

  /** What has to be computed before it can go on. */
  Optional<Runnable> work() {
    return tls.flatMap(TlsPipe::work);
  }

  /** What is known when the time is over. */
  ProbeAnswer atDeadline() {
    return response
        .known()
        .orElseGet(
            () ->
                new ProbeAnswer.Silence(
                    connected
                        ? "no answer within the timeout"
                        : "no connection within the timeout"));
  }

  /** What is known when the connection fails. */
  ProbeAnswer broken(Exception cause) {
    var text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return response.known().orElseGet(() -> new ProbeAnswer.Silence(text));
  }

  void answer(ProbeAnswer answer) {
    answered.accept(answer);
  }

  void close() {
    open = false;
    if (channel.isPresent()) {
      try {
        channel.get().close();
      } catch (IOException ignored) {
        // Whether it closes in order says nothing anybody asked.
      }
    }
  }
}
