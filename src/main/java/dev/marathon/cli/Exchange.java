package dev.marathon.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request of HTTP/1.1 on a connection of its own. Java's own client takes longer to start and
 * to end than most commands take altogether, and its predecessor knows no PATCH and silently
 * repeats requests that change something; this one sends each exactly once.
 */
final class Exchange {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /**
   * What is sent.
   *
   * @param uri http or https, with a host
   * @param headers without those of the connection and of the body's length
   */
  record Request(String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {

    Request {
      if (!method.matches("[A-Z]+")) {
        throw new IllegalArgumentException("'" + method + "' is no HTTP method");
      }
      if (uri.getHost() == null || !(secure(uri) || "http".equals(uri.getScheme()))) {
        throw new IllegalArgumentException("it must be http://HOST or https://HOST");
      }
      headers.forEach(
          (name, value) -> {
            if (!value.chars().allMatch(one -> one >= ' ' && one <= '~')) {
              throw new IllegalArgumentException(
                  "the value for " + name + " may hold printable ASCII characters only");
            }
          });
    }

    Request at(URI target) {
      return new Request(method, target, headers, body);
    }

    private static boolean secure(URI uri) {
      return "https".equals(uri.getScheme());
    }

    private int port() {
      return uri.getPort() >= 0 ? uri.getPort() : secure(uri) ? 443 : 80;
    }

    private byte[] head() {
      var target = URI.create(uri.toASCIIString());
      var path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
      var text = new StringBuilder(method).append(' ').append(path);
      if (target.getRawQuery() != null) {
        text.append('?').append(target.getRawQuery());
      }
      text.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
      if (uri.getPort() >= 0) {
        text.append(':').append(uri.getPort());
      }
      text.append("\r\nConnection: close\r\n");
      headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
      if (body.isPresent() || !method.equals("GET") && !method.equals("HEAD")) {
        text.append("Content-Length: " + body.map(bytes -> bytes.length).orElse(0) + "\r\n");
      }
      return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
  }

  private Exchange() {}

  /**
   * Sends a request and reads the head of its answer; the body is read from the answer, and whoever
   * reads it waits as long as there is none.
   *
   * @param tls makes connections for https; asked only then
   */
  static Answer send(Request request, Supplier<SSLSocketFactory> tls) throws IOException {
    var socket = connect(request.uri().getHost(), request.port());
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
      var stream = Request.secure(request.uri()) ? secured(socket, request, tls.get()) : socket;
      var out = stream.getOutputStream();
      out.write(request.head());
      if (request.body().isPresent()) {
        out.write(request.body().get());
      }
      out.flush();
      InputStream in = new BufferedInputStream(stream.getInputStream());
      return Answer.read(request.method(), in, socket);
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  /** To the first address of a name that takes the connection. */
  private static Socket connect(String host, int port) throws IOException {
    IOException last = null;
    for (var address : InetAddress.getAllByName(host)) {
      var socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), Math.toIntExact(CONNECT.toMillis()));
        return socket;
      } catch (IOException unreachable) {
        socket.close();
        last = unreachable;
      }
    }
    throw last;
  }

  private static Socket secured(Socket socket, Request request, SSLSocketFactory tls)
      throws IOException {
    var name = request.uri().getHost().replaceAll("[\\[\\]]", "");
    var secured = (SSLSocket) tls.createSocket(socket, name, request.port(), true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
