package dev.marathon.health.actor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers on the loopback interface, in good and bad health. */
final class Targets implements AutoCloseable {

  interface Serving {
    void serve(Socket client) throws IOException;
  }

  /** A server whose answer can be changed. */
  final class Server {
    private final int port;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;

    private Server() {
      this.port =
          serving(
              client -> {
                client.getInputStream().read(new byte[4_000]);
                asked.incrementAndGet();
                respond(client, "HTTP/1.1 " + status + " x\r\nContent-Length: 2\r\n\r\nok");
              });
    }

    int port() {
      return port;
    }

    int asked() {
      return asked.get();
    }

    void says(int newStatus) {
      status = newStatus;
    }
  }

  private final List<ServerSocket> open = new ArrayList<>();

  Server server() {
    return new Server();
  }

  int saying(String text) {
    return serving(
        client -> {
          client.getInputStream().read(new byte[4_000]);
          respond(client, text);
        });
  }

  static void respond(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }

  /** Serves one client after the other. */
  int serving(Serving serving) {
    var server = listen(100);
    var thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (var client = server.accept()) {
                  serving.serve(client);
                } catch (IOException gone) {
                  continue;
                }
              }
            },
            "target");
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  /** Takes connections and never says a word. */
  int hanging(int backlog) {
    return listen(backlog).getLocalPort();
  }

  /** Nobody listens there. */
  int closed() {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerSocket listen(int backlog) {
    try {
      var server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
      open.add(server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (var server : open) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
