package dev.marathon.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client on the bare socket, to see every byte that a master sends. */
public final class WireClient {
  private final URI master;

  public WireClient(URI master) {
    this.master = master;
  }

  /**
   * @param headers as sent, in order
   */
  public record Response(int status, String statusLine, List<String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
      return headers.stream()
          .filter(each -> each.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(each -> each.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  /** One request on a connection of its own. */
  public Response send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    try (var stream = open(method, path, headers, body)) {
      var length = stream.head.header("Content-Length").map(Integer::parseInt);
      var bytes = length.isPresent() ? stream.in.readNBytes(length.get()) : new byte[0];
      if (length.isEmpty() && stream.head.header("Transfer-Encoding").isPresent()) {
        var all = new ByteArrayOutputStream();
        for (var chunk = stream.chunk(); chunk.isPresent(); chunk = stream.chunk()) {
          all.writeBytes(chunk.get());
        }
        bytes = all.toByteArray();
      }
      return new Response(stream.head.status, stream.head.statusLine, stream.head.headers, bytes);
    }
  }

  /** A request whose response may never end. */
  public Stream open(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    var socket = new Socket(master.getHost(), master.getPort());
    socket.setSoTimeout(20_000);
    var head =
        new StringBuilder(
            method + " " + path + " HTTP/1.1\r\nHost: " + master.getAuthority() + "\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    var out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    out.write(body);
    out.flush();
    return new Stream(socket);
  }

  /** An open response. */
  public static final class Stream implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    public final Response head;

    Stream(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
      var statusLine = line();
      var headers = new ArrayList<String>();
      for (var line = line(); !line.isEmpty(); line = line()) {
        headers.add(line);
      }
      head =
          new Response(
              Integer.parseInt(statusLine.split(" ")[1]),
              statusLine,
              List.copyOf(headers),
              new byte[0]);
    }

    private String line() throws IOException {
      var line = new ByteArrayOutputStream();
      while (true) {
        int c = in.read();
        if (c < 0) {
          throw new EOFException("connection closed");
        }
        if (c == '\n') {
          return line.toString(StandardCharsets.UTF_8).stripTrailing();
        }
        line.write(c);
      }
    }

    /** The next HTTP chunk; empty at the terminating one. */
    public Optional<byte[]> chunk() throws IOException {
      int size = Integer.parseInt(line(), 16);
      var bytes = in.readNBytes(size);
      if (bytes.length < size) {
        throw new EOFException("connection closed within a chunk");
      }
      line();
      return size == 0 ? Optional.empty() : Optional.of(bytes);
    }

    /** The body, as long as its Content-Length says. */
    public String body() throws IOException {
      int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    public void timeoutMillis(int millis) throws IOException {
      socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
