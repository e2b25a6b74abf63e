package dev.marathon.mesos.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A master that is played by a test, byte by byte: what it answers was recorded from a real one, or
 * is one of the mishaps that a real one may have. Plain sockets, so that nothing between the test
 * and the client mends what is broken.
 */
public final class ScriptedMaster implements AutoCloseable {

  static final String STREAM_ID = "a4c92019-e945-4dc8-bb81-211c481dc5fd";
  private static final long SECONDS = 10;

  private final ServerSocket server;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  public ScriptedMaster() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  ScriptedMaster(ServerSocketFactory sockets) throws IOException {
    server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** One request as it came, and the connection to answer on. */
  public record Request(
      String line, Map<String, String> headers, byte[] body, Socket socket, OutputStream out) {

    public Call call() {
      try {
        return Call.parseFrom(body);
      } catch (IOException notOne) {
        throw new AssertionError(notOne);
      }
    }

    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    Request write(byte[] bytes) {
      try {
        out.write(bytes);
        out.flush();
        return this;
      } catch (IOException gone) {
        throw new AssertionError("the client closed the connection", gone);
      }
    }

    Request write(String text) {
      return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As a real master takes a call in. */
    public void accepted() {
      write(
          "HTTP/1.1 202 Accepted\r\nDate: Sun, 22 Nov 2026 13:03:49 GMT\r\n"
              + "Content-Length: 0\r\n\r\n");
    }

    /**
     * @param status for example {@code 400 Bad Request}
     */
    void refused(String status, String body, String... headers) {
      var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
      head.append("Date: Sun, 22 Nov 2026 13:10:47 GMT\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      if (!body.isEmpty()) {
        head.append("Content-Type: text/plain; charset=utf-8\r\n");
      }
      head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
      write(head.toString());
    }

    /** Opens the event stream as a real master does. */
    public Request stream() {
      return write(
          "HTTP/1.1 200 OK\r\n"
              + "Date: Sun, 22 Nov 2026 13:03:49 GMT\r\n"
              + "Transfer-Encoding: chunked\r\n"
              + "Mesos-Stream-Id: "
              + STREAM_ID
              + "\r\n"
              + "Content-Type: application/x-protobuf\r\n\r\n");
    }

    /** One record in one chunk. */
    public Request event(Event event) {
      return write(chunk(event));
    }

    static byte[] chunk(Event event) {
      byte[] payload = event.toByteArray();
      byte[] length = (payload.length + "\n").getBytes(StandardCharsets.US_ASCII);
      var bytes = new ByteArrayOutputStream();
      bytes.writeBytes(
          (Integer.toHexString(length.length + payload.length) + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      bytes.writeBytes(length);
      bytes.writeBytes(payload);
      bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      return bytes.toByteArray();
    }

    /** The stream's regular end; a client that was told to end may be gone before. */
    void endStream() {
      try {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException gone) {
        // It hears nothing more either way.
      }
    }

    /** As when the master is killed. */
    public void cut() {
      try {
        socket.close();
      } catch (IOException already) {
        throw new AssertionError(already);
      }
    }
  }

  /** Waits for the next request. */
  public Request request() throws InterruptedException {
    var request = requests.poll(SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Waits for the next request, which has to be of this type. */
  public Request request(Call.Type type) throws InterruptedException {
    var request = request();
    if (request.call().getType() != type) {
      throw new AssertionError("expected " + type + ", got " + request.call());
    }
    return request;
  }

  /** Whether a request came within this time. */
  public boolean quiet(long millis) throws InterruptedException {
    var request = requests.poll(millis, TimeUnit.MILLISECONDS);
    return request == null;
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        sockets.add(socket);
        thread(() -> read(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void read(Socket socket) {
    try {
      var in = new BufferedInputStream(socket.getInputStream());
      for (var line = line(in); !line.isEmpty(); line = line(in)) {
        var headers = new LinkedHashMap<String, String>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        requests.add(
            new Request(line, headers, in.readNBytes(length), socket, socket.getOutputStream()));
      }
    } catch (IOException closed) {
      // By one side or the other.
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static void thread(Runnable work) {
    var thread = new Thread(work, "scripted-master");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
