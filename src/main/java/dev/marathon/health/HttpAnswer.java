package dev.marathon.health;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an HTTP/1 response as it comes in.
 *
 * <p>The status counts as soon as its line is there. Then come the header lines, of which length,
 * encoding and type of the body matter, and the body: by length, in chunks, or up to the end of the
 * connection. Of the body only the beginning is kept; a response that goes on for too long counts
 * as complete.
 */
public final class HttpAnswer {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: .*)?");
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_KEPT = 16 << 10;
  private static final int MOST_READ = 64 << 10;

  private enum Part {
    STATUS_LINE,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    COMPLETE,
    NOT_HTTP
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Part part = Part.STATUS_LINE;
  private int status;
  private String contentType = "";
  private boolean chunked;
  private long left = Long.MAX_VALUE;
  private int read;

  /** Takes in what has come. */
  public void feed(ByteBuffer bytes) {
    read += bytes.remaining();
    while (bytes.hasRemaining() && !done()) {
      if (part == Part.BODY || part == Part.CHUNK) {
        content(bytes);
      } else {
        character(bytes.get());
      }
    }
    if (read > MOST_READ && status > 0) {
      part = Part.COMPLETE;
    }
  }

  /** Whether nothing more is to be read. */
  public boolean done() {
    return part == Part.COMPLETE || part == Part.NOT_HTTP;
  }

  /** What is known so far. */
  public Optional<ProbeAnswer> known() {
    if (part == Part.NOT_HTTP) {
      return Optional.of(new ProbeAnswer.Silence("answered with something that is not HTTP"));
    }
    return status == 0
        ? Optional.empty()
        : Optional.of(
            new ProbeAnswer.Status(status, contentType, body.toString(StandardCharsets.UTF_8)));
  }

  private void character(byte next) {
    if (next != '\n') {
      line.write(next);
      part = line.size() > LONGEST_LINE ? Part.NOT_HTTP : part;
      return;
    }
    var text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    line.reset();
    switch (part) {
      case STATUS_LINE -> statusLine(text);
      case HEADERS -> header(text);
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> part = Part.CHUNK_SIZE;
      case BODY, CHUNK, COMPLETE, NOT_HTTP -> throw new IllegalStateException(part.name());
    }
  }

  private void statusLine(String text) {
    var match = STATUS.matcher(text);
    if (match.matches()) {
      status = Integer.parseInt(match.group(1));
      part = Part.HEADERS;
    } else {
      part = Part.NOT_HTTP;
    }
  }

  private void header(String text) {
    if (text.isEmpty()) {
      boolean empty = status < 200 || status == 204 || status == 304 || left == 0;
      part = empty ? Part.COMPLETE : chunked ? Part.CHUNK_SIZE : Part.BODY;
      return;
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return;
    }
    var value = text.substring(colon + 1).strip();
    switch (text.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
      case "content-type" -> contentType = value;
      case "content-length" -> left = number(value, 10).orElse(left);
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      default -> {}
    }
  }

  private void chunkSize(String text) {
    int extension = text.indexOf(';');
    left = number(extension < 0 ? text : text.substring(0, extension), 16).orElse(0L);
    part = left == 0 ? Part.COMPLETE : Part.CHUNK;
  }

  private void content(ByteBuffer bytes) {
    int taken = (int) Math.min(left, bytes.remaining());
    var some = new byte[taken];
    bytes.get(some);
    body.write(some, 0, Math.min(taken, MOST_KEPT - body.size()));
    left -= taken;
    if (left == 0) {
      part = part == Part.CHUNK ? Part.CHUNK_END : Part.COMPLETE;
    }
  }

  private static Optional<Long> number(String text, int radix) {
    try {
      long value = Long.parseLong(text.strip(), radix);
      return value < 0 ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException not) {
      return Optional.empty();
    }
  }
}
