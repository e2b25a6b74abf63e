package dev.marathon.health;

import java.nio.charset.StandardCharsets;

/** One question to a task. */
public sealed interface Probe {

  Endpoint endpoint();

  /** Whether a connection comes about. */
  record Tcp(Endpoint endpoint) implements Probe {}

  /**
   * A GET request; redirects are not followed.
   *
   * @param tls over TLS with any certificate: the question is whether the task serves, not who it
   *     is
   */
  record Http(Endpoint endpoint, boolean tls, String path) implements Probe {

    public Http {
      path = path.startsWith("/") ? path : "/" + path;
    }

    /** The request. The connection is not to be kept: it would occupy a server of one client. */
    public byte[] request() {
      return ("GET "
              + escaped(path)
              + " HTTP/1.1\r\nHost: "
              + endpoint
              + "\r\nUser-Agent: marathon\r\nAccept: */*\r\nConnection: close\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whatever may not stand in a request line is written by its bytes. */
    private static String escaped(String path) {
      var text = new StringBuilder();
      for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
        if (each > ' ' && each < 0x7f) {
          text.append((char) each);
        } else {
          text.append(String.format("%%%02X", each & 0xff));
        }
      }
      return text.toString();
    }
  }
}
