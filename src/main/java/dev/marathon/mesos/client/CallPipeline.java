package dev.marathon.mesos.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * All calls of one event stream, on one connection: each is written without waiting for the answer
 * to the one before, those that come together in one packet. A master takes the requests of a
 * connection in their order, and answers in it (RFC 9112, 9.3.2).
 *
 * <p>There are two acknowledgements for every task that starts, so what a call costs here is what a
 * start costs: two threads on a plain socket cost a fifth of a connection pool. When a connection
 * breaks, the fate of the calls on it is unknown, and they are answered so; the next call opens
 * another. A call that may have arrived is never repeated here: only state knows whether it is
 * still wanted.
 *
 * <p>Nothing here limits how many calls wait: {@link CallSender} does.
 */
final class CallPipeline implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private record Waiting(byte[] body, Consumer<MasterAnswer> answer) {}

  private final MasterAddress master;
  private final byte[] head;
  private final SSLSocketFactory tls;
  private final Duration connectTimeout;
  private final Duration answerTimeout;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private Optional<Connection> open = Optional.empty();
  private boolean writing;
  private boolean closed;

  /**
   * @param headers lines of every request, each ended by CR LF
   * @param tls for masters that speak https
   * @param answerTimeout of a call; a connection that nobody used for half of it is closed
   */
  CallPipeline(
      MasterAddress master,
      String path,
      String headers,
      SSLSocketFactory tls,
      Duration connectTimeout,
      Duration answerTimeout) {
    this.master = master;
    this.head =
        ("POST " + path + " HTTP/1.1\r\n" + headers + "Content-Length: ")
            .getBytes(StandardCharsets.ISO_8859_1);
    this.tls = tls;
    this.connectTimeout = connectTimeout;
    this.answerTimeout = answerTimeout;
  }

  /**
   * Sends a call. Never blocks.
   *
   * @param answer called once, on a thread of the pipeline, so it only tells
   */
  void send(byte[] body, Consumer<MasterAnswer> answer) {
    synchronized (this) {
      if (!closed) {
        queue.add(new Waiting(body, answer));
        if (!writing) {
          writing = true;
          thread("mesos-calls", this::write);
        }
        notifyAll();
        return;
      }
    }
    answer.accept(new MasterAnswer.Unavailable("closed"));
  }

  /** Calls that are not answered yet are answered as failed. */
  @Override
  public void close() {
    List<Waiting> left;
    Optional<Connection> last;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(queue);
      queue.clear();
      last = open;
      notifyAll();
    }
    fail(left, "closed");
    last.ifPresent(connection -> connection.end("closed"));
  }

  private static void fail(List<Waiting> calls, String reason) {
    calls.forEach(call -> call.answer().accept(new MasterAnswer.Unavailable(reason)));
  }

  private static void thread(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  // The thread that writes.

  private void write() {
    for (var calls = next(); !calls.isEmpty(); calls = next()) {
      try {
        connection(calls).write(calls);
      } catch (IOException failure) {
        fail(calls, MasterHttp.reason(failure));
      }
    }
  }

  /** All that waits; blocks until there is something. Empty when the pipeline is closed. */
  private synchronized List<Waiting> next() {
    while (queue.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException end) {
        closed = true; // Nobody interrupts this thread but a JVM that ends.
      }
    }
    var calls = new ArrayList<>(queue);
    queue.clear();
    return calls;
  }

  /** An open connection on which the answers to these calls are awaited. */
  private Connection connection(List<Waiting> calls) throws IOException {
    if (open.isPresent() && open.get().expect(calls)) {
      return open.get();
    }
    var connection = new Connection(connect());
    connection.expect(calls);
    synchronized (this) {
      open = Optional.of(connection);
      if (closed) {
        connection.end("closed");
      }
    }
    thread("mesos-answers", connection::read);
    return connection;
  }

  @SuppressWarnings("AddressSelection") // The first address of a name, as every HTTP client.
  private Socket connect() throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(master.host(), master.port()), (int) connectTimeout.toMillis());
      socket.setSoTimeout((int) answerTimeout.dividedBy(2).toMillis());
      return master.tls() ? secured(socket) : socket;
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  private SSLSocket secured(Socket plain) throws IOException {
    var socket = (SSLSocket) tls.createSocket(plain, master.host(), master.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** One TCP connection and what was written on it but not answered. */
  private final class Connection {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final Deque<Waiting> unanswered = new ArrayDeque<>();
    private long lastSign = System.nanoTime();
    private boolean ended;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
      this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    /** False if this connection has ended: the calls have to go another way. */
    synchronized boolean expect(List<Waiting> calls) {
      if (!ended) {
        if (unanswered.isEmpty()) {
          lastSign = System.nanoTime();
        }
        unanswered.addAll(calls);
      }
      return !ended;
    }

    void write(List<Waiting> calls) {
      try {
        for (var call : calls) {
          out.write(head);
          out.write((call.body().length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
          out.write(call.body());
        }
        out.flush();
      } catch (IOException failure) {
        end("the connection to the master broke: " + MasterHttp.reason(failure));
      }
    }

    /** The thread that reads. */
    void read() {
      try {
        while (awaitByte()) {
          var answer = HttpAnswer.read(in);
          var call = answered(answer.last());
          if (call.isEmpty()) {
            end("the master answers what was not asked");
            return;
          }
          call.get().answer().accept(MasterHttp.answer(answer));
          if (answer.last()) {
            end("the master closed the connection");
            return;
          }
        }
      } catch (IOException failure) {
        end("the connection to the master broke: " + MasterHttp.reason(failure));
      }
    }

    /** After the last answer no call comes to this connection, also none that it leads to. */
    private synchronized Optional<Waiting> answered(boolean last) {
      ended |= last;
      lastSign = System.nanoTime();
      return Optional.ofNullable(unanswered.poll());
    }

    /** Waits for the next answer; false if this connection has ended. */
    private boolean awaitByte() throws IOException {
      while (true) {
        try {
          in.mark(1);
          if (in.read() < 0) {
            end("the master closed the connection");
            return false;
          }
          in.reset();
          return true;
        } catch (SocketTimeoutException silence) {
          if (outOfPatience()) {
            return false;
          }
        }
      }
    }

    private boolean outOfPatience() {
      synchronized (this) {
        if (!unanswered.isEmpty() && System.nanoTime() - lastSign < answerTimeout.toNanos()) {
          return false;
        }
        ended = true;
      }
      end("no answer within " + answerTimeout.toMillis() + " ms");
      return true;
    }

    /** From here on no call comes to this connection; those on it have an unknown outcome. */
    void end(String reason) {
      List<Waiting> left;
      synchronized (this) {
        ended = true;
        left = new ArrayList<>(unanswered);
        unanswered.clear();
      }
      try {
        socket.close();
      } catch (IOException closedAnyway) {
        // There is nothing left to close.
      }
      fail(left, reason);
    }
  }
}
