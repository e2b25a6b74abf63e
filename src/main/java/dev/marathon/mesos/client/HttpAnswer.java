package dev.marathon.mesos.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP answer, as far as calls to a master need it.
 *
 * @param location header of a redirect
 * @param last whether the connection ends with it
 */
record HttpAnswer(int status, Optional<String> location, byte[] body, boolean last) {

  private static final int LINE_LIMIT = 16 * 1024;
  private static final int HEADER_LIMIT = 100;
  private static final int BODY_LIMIT = 64 * 1024;

  /** What of the headers says how the body is framed. */
  private static final class Head {
    long length = -1;
    boolean chunked;
    boolean last;
    Optional<String> location = Optional.empty();

    void header(String line) throws IOException {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header: " + line);
      }
      var value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        case "connection" -> last = value.equalsIgnoreCase("close");
        case "location" -> location = Optional.of(value);
        default -> {}
      }
    }
  }

  /**
   * Reads one answer, and no byte of the next.
   *
   * @throws IOException if the connection breaks, or what comes is not HTTP or too long
   */
  static HttpAnswer read(InputStream in) throws IOException {
    int status = status(line(in));
    var head = head(in);
    if (status / 100 == 1) {
      return read(in); // An interim answer; the real one follows.
    }
    boolean endless = !head.chunked && head.length < 0 && status != 204;
    byte[] body;
    if (head.chunked) {
      body = chunks(in);
    } else if (endless) {
      body = in.readNBytes(BODY_LIMIT);
    } else {
      body = exactly(in, Math.max(0, head.length));
    }
    return new HttpAnswer(status, head.location, body, head.last || endless);
  }

  private static int status(String line) throws IOException {
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("not an HTTP answer: " + line);
    }
    return (int) number(line.substring(9, 12), 10);
  }

  private static Head head(InputStream in) throws IOException {
    var head = new Head();
    int count = 0;
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (++count > HEADER_LIMIT) {
        throw new IOException("an answer with more than " + HEADER_LIMIT + " headers");
      }
      head.header(line);
    }
    return head;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      var size = line(in);
      int semicolon = size.indexOf(';');
      long length = number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
      if (length == 0) {
        head(in); // Trailers.
        return body.toByteArray();
      }
      body.writeBytes(exactly(in, body.size() + length > BODY_LIMIT ? Long.MAX_VALUE : length));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, long length) throws IOException {
    if (length > BODY_LIMIT) {
      throw new IOException("an answer of more than " + BODY_LIMIT + " bytes");
    }
    var bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the answer is cut off");
    }
    return bytes;
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text.strip(), radix);
    } catch (NumberFormatException notOne) {
      throw new IOException("not a number: " + text, notOne);
    }
  }

  /** Up to CR LF or LF. */
  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer is cut off");
      }
      if (line.size() >= LINE_LIMIT) {
        throw new IOException("a header of more than " + LINE_LIMIT + " bytes");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
