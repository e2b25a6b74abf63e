package dev.marathon.health.actor;

import dev.marathon.health.Endpoint;
import dev.marathon.health.HttpAnswer;
import dev.marathon.tls.Trust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * TLS over a socket that never blocks.
 *
 * <p>The engine says what it wants next: wrap what goes out, unwrap what came in, or compute
 * something. This does the first two until the socket has no more to give or to take, and hands the
 * third out as {@link #work}. Certificates are not verified: a check asks whether a service
 * answers, not who it is.
 */
final class TlsPipe {

  /** Instead of operations to wait for: the other side has nothing more to say. */
  static final int ENDED = -1;

  private static final SSLContext TRUSTING = Trust.anyone();
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int FIRST_ROOM = 4 << 10;

  private final SocketChannel socket;
  private final SSLEngine engine;

  /** What came in and is not unwrapped yet, ready to be read. */
  private ByteBuffer in = ByteBuffer.allocate(FIRST_ROOM).flip();

  /** What the socket did not take yet. */
  private ByteBuffer out = NOTHING;

  private Optional<Runnable> work = Optional.empty();

  private TlsPipe(SocketChannel socket, SSLEngine engine) {
    this.socket = socket;
    this.engine = engine;
  }

  static TlsPipe over(SocketChannel socket, Endpoint target) throws SSLException {
    var engine = TRUSTING.createSSLEngine(target.host(), target.port());
    engine.setUseClientMode(true);
    engine.beginHandshake();
    return new TlsPipe(socket, engine);
  }

  /** What has to be computed before it can go on; given out once. */
  Optional<Runnable> work() {
    var given = work;
    work = Optional.empty();
    return given;
  }

  /**
   * Goes on as far as the socket allows.
   *
   * @param request sent once the handshake is done
   * @param response takes what came in
   * @return operations to wait for; 0 while there is {@link #work}; {@link #ENDED}
   */
  int proceed(ByteBuffer request, HttpAnswer response, Exchange.Scratch scratch)
      throws IOException {
    while (!response.done()) {
      if (!flushed()) {
        return SelectionKey.OP_WRITE;
      }
      int next =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> compute();
            case NEED_WRAP -> wrap(NOTHING, scratch);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(response, scratch);
            case FINISHED, NOT_HANDSHAKING ->
                request.hasRemaining() ? wrap(request, scratch) : unwrap(response, scratch);
          };
      if (next != GO_ON) {
        return next;
      }
    }
    return ENDED;
  }

  private static final int GO_ON = -2;

  private boolean flushed() throws IOException {
    if (out.hasRemaining()) {
      socket.write(out);
    }
    return !out.hasRemaining();
  }

  private int compute() {
    work =
        Optional.of(
            () -> {
              for (var task = engine.getDelegatedTask();
                  task != null;
                  task = engine.getDelegatedTask()) {
                task.run();
              }
            });
    return 0;
  }

  private int wrap(ByteBuffer plain, Exchange.Scratch scratch) throws IOException {
    var packet = scratch.packet().clear();
    var result = engine.wrap(plain, packet);
    packet.flip();
    socket.write(packet);
    if (packet.hasRemaining()) {
      out = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
    }
    return result.getStatus() == SSLEngineResult.Status.CLOSED ? ENDED : GO_ON;
  }

  private int unwrap(HttpAnswer response, Exchange.Scratch scratch) throws IOException {
    var plain = scratch.plain().clear();
    var result = engine.unwrap(in, plain);
    if (plain.position() > 0) {
      response.feed(plain.flip());
    }
    return switch (result.getStatus()) {
      case OK -> GO_ON;
      case CLOSED -> ENDED;
      case BUFFER_UNDERFLOW -> read();
      case BUFFER_OVERFLOW -> throw new SSLException("a TLS record is too large");
    };
  }

  private int read() throws IOException {
    int most = engine.getSession().getPacketBufferSize();
    if (in.remaining() >= most) {
      throw new SSLException("a TLS record is too large");
    }
    if (in.remaining() == in.capacity()) {
      in = ByteBuffer.allocate(most).put(in);
    } else {
      in.compact();
    }
    int count = socket.read(in);
    in.flip();
    return count < 0 ? ENDED : count == 0 ? SelectionKey.OP_READ : GO_ON;
  }
}
