package dev.marathon.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers the first connection with the first text, the next with the next, and so on. */
final class ScriptedServer implements Closeable {

  private final ServerSocket socket;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private ScriptedServer(ServerSocket socket) {
    this.socket = socket;
  }

  static ScriptedServer answering(String... answers) throws IOException {
    return answering(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
  }

  static ScriptedServer answering(ServerSocket socket, String... answers) {
    var server = new ScriptedServer(socket);
    var thread = new Thread(() -> server.serve(List.of(answers)), "scripted-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /**
   * An answer with a body of known length.
   *
   * @param start status and headers, lines parted by '\n'
   */
  static String answer(String start, String body) {
    return "HTTP/1.1 "
        + start.replace("\n", "\r\n")
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private void serve(List<String> answers) {
    for (var answer : answers) {
      try (var connection = socket.accept()) {
        requests.add(read(connection.getInputStream()));
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        connection.shutdownOutput();
        drain(connection);
      } catch (IOException gone) {
        requests.add("(" + gone + ")");
      }
    }
  }

  /** Closing with something unread would reset the connection before the answer is read. */
  private static void drain(Socket connection) throws IOException {
    connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
  }

  private static String read(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) in.read());
    }
    var length = text.toString().replaceAll("(?s).*Content-Length: (\\d+)\r.*", "$1");
    if (length.matches("\\d+")) {
      text.append(new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://localhost:" + port();
  }

  /** What was asked so far, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
