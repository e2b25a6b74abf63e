package dev.marathon.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answer to a request; its end, or closing it, ends the connection.
 *
 * @param headers by lower-case name; of several with one name the last
 * @param socket beneath TLS: closing it ends a read of another thread, too
 */
record Answer(int status, Map<String, String> headers, InputStream body, Socket socket)
    implements Closeable {

  private static final int LONGEST_HEAD = 64 << 10;
  private static final int LONGEST_TEXT = 512 << 20;

  /** Reads the head of an answer; heads of 100 Continue and its like are left out. */
  static Answer read(String method, InputStream in, Socket socket) throws IOException {
    while (true) {
      var first = line(in, LONGEST_HEAD);
      if (!first.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
        throw new IOException("no answer of HTTP/1.1: " + Plain.line(first));
      }
      int status = Integer.parseInt(first.substring(9, 12));
      var headers = headers(in);
      if (status >= 200) {
        boolean none = method.equals("HEAD") || status == 204 || status == 304;
        return new Answer(
            status, headers, none ? InputStream.nullInputStream() : body(headers, in), socket);
      }
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new HashMap<String, String>();
    int left = LONGEST_HEAD;
    while (true) {
      var line = line(in, left);
      if (line.isEmpty()) {
        return headers;
      }
      left -= line.length();
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
  }

  private static InputStream body(Map<String, String> headers, InputStream in) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return new Chunks(in);
    }
    var length = headers.get("content-length");
    if (length == null) {
      return in;
    }
    if (!length.matches("\\d{1,18}")) {
      throw new IOException("Content-Length: " + Plain.line(length));
    }
    return new Counted(in, Long.parseLong(length));
  }

  /** A line without its end. */
  static String line(InputStream in, int longest) throws IOException {
    var text = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed before the answer was complete");
      }
      if (text.length() == longest) {
        throw new IOException("the head of the answer is longer than " + LONGEST_HEAD + " bytes");
      }
      text.append((char) next);
    }
    int end = text.length();
    return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** All of the body. */
  String text() throws IOException {
    try (this) {
      var bytes = body.readNBytes(LONGEST_TEXT);
      if (bytes.length == LONGEST_TEXT) {
        throw new IOException("the answer is longer than " + LONGEST_TEXT + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Lines as they come, for as long as they come. */
  Stream<String> lines() throws IOException {
    socket.setSoTimeout(0);
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
        .lines()
        .onClose(
            () -> {
              try {
                close();
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            });
  }

  /** Bytes as they come; closing them closes the connection. */
  InputStream bytes() {
    return new java.io.FilterInputStream(body) {
      @Override
      public void close() throws IOException {
        Answer.this.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Reads many bytes at a time; a single one is the same with a length of one. */
  private abstract static class Body extends InputStream {
    final InputStream in;

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] to, int offset, int length) throws IOException;
  }

  /** A body of known length. */
  private static final class Counted extends Body {
    private long left;

    Counted(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int got = in.read(to, offset, (int) Math.min(length, left));
      if (got < 0) {
        throw new EOFException("the connection was closed before the answer was complete");
      }
      left -= got;
      return got;
    }
  }

  /** A body in parts, each with its length in front of it; the last has none (RFC 9112, 7.1). */
  private static final class Chunks extends Body {
    private static final int LONGEST_LINE = 4096;

    private InputStream chunk = InputStream.nullInputStream();
    private boolean begun;
    private boolean ended;

    Chunks(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (!ended) {
        int got = chunk.read(to, offset, length);
        if (got >= 0) {
          return got;
        }
        next();
      }
      return -1;
    }

    private void next() throws IOException {
      if (begun) {
        line(in, LONGEST_LINE);
      }
      begun = true;
      var size = line(in, LONGEST_LINE).replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,8}")) {
        throw new IOException("no length of a chunk: " + Plain.line(size));
      }
      chunk = new Counted(in, Long.parseLong(size, 16));
      ended = size.matches("0+");
    }
  }
}
