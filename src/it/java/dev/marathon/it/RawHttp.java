package dev.marathon.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends bytes that no decent HTTP client would send. */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 30_000;

  private RawHttp() {}

  /** The answer to these bytes, which ask for the connection to be closed. */
  static Api.Reply send(String root, String head, byte[] body) throws IOException {
    var uri = URI.create(root);
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      write(socket.getOutputStream(), head, body);
      return read(socket.getInputStream());
    }
  }

  static Api.Reply send(String root, String head) throws IOException {
    return send(root, head, new byte[0]);
  }

  /** Goes away in the middle of a request. */
  static void breakOff(String root, String head, byte[] part) throws IOException {
    var uri = URI.create(root);
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      write(socket.getOutputStream(), head, part);
    }
  }

  /** A server that has seen enough may stop reading; its answer counts. */
  private static void write(OutputStream out, String head, byte[] body) {
    try {
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
    } catch (IOException refused) {
      // The answer says why.
    }
  }

  private static Api.Reply read(InputStream in) throws IOException {
    var answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = answer.indexOf("\r\n\r\n");
    if (!answer.startsWith("HTTP/1.1 ") || end < 0) {
      throw new IOException("no answer: " + answer);
    }
    return new Api.Reply(
        Integer.parseInt(answer.substring(9, 12)),
        answer.substring(end + 4),
        HttpHeaders.of(Map.of(), (name, value) -> true));
  }
}
