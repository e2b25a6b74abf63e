package dev.marathon.local.agent;

import dev.marathon.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * Probes over sockets.
 *
 * <p>Each makes a connection and closes it: one that is kept would occupy a server which answers
 * one client at a time.
 */
final class HttpProbe {

  private static final Pattern STATUS = Pattern.compile("HTTP/\\d(?:\\.\\d)? (\\d{3})(?: .*)?");
  private static final int LINE = 4096;

  private HttpProbe() {}

  static boolean connects(Probe.Tcp probe, Duration timeout) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(probe.host(), probe.port()), millis(timeout.toNanos()));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The status that a GET is answered with. */
  static ProbeResult get(Probe.Http probe, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(probe.host(), probe.port()), millis(timeout.toNanos()));
      plain.setSoTimeout(millis(deadline - System.nanoTime()));
      try (var socket = probe.tls() ? secured(plain, probe) : plain) {
        socket.getOutputStream().write(request(probe).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return statusLine(socket, deadline)
            .map(STATUS::matcher)
            .filter(match -> match.matches())
            .<ProbeResult>map(match -> new ProbeResult.Status(Integer.parseInt(match.group(1))))
            .orElseGet(ProbeResult.Nothing::new);
      }
    } catch (IOException | IllegalArgumentException e) {
      return new ProbeResult.Nothing();
    }
  }

  private static String request(Probe.Http probe) {
    var host = probe.host().contains(":") ? "[" + probe.host() + "]" : probe.host();
    var path = probe.path().startsWith("/") ? probe.path() : "/" + probe.path();
    return "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: marathon\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        .formatted(path.replaceAll("[\\r\\n]", ""), host, probe.port());
  }

  private static Optional<String> statusLine(Socket socket, long deadline) throws IOException {
    var line = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (line.length() < LINE) {
      socket.setSoTimeout(millis(deadline - System.nanoTime()));
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      if (next == '\n') {
        return Optional.of(line.toString().stripTrailing());
      }
      line.append((char) next);
    }
    return Optional.empty();
  }

  private static int millis(long nanos) throws SocketTimeoutException {
    if (nanos <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, nanos / 1_000_000));
  }

  private static Socket secured(Socket plain, Probe.Http probe) throws IOException {
    return Anyone.FACTORY.createSocket(plain, probe.host(), probe.port(), true);
  }

  /** Made when the first check with TLS runs. */
  private static final class Anyone {
    static final SSLSocketFactory FACTORY = Trust.anyone().getSocketFactory();
  }
}
