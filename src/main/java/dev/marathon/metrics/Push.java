package dev.marathon.metrics;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends all metrics somewhere, all as plain numbers, as the original did: a timer becomes {@code
 * name.count}, {@code name.p99} and so on. Lost reports are not repeated, the next one says more.
 */
public final class Push {

  /** Fits into any path's packets. */
  static final int MAX_DATAGRAM = 508;

  private static final int TIMEOUT_MILLIS = 5_000;

  private Push() {}

  /** Gauges by UDP. */
  public static void statsd(MetricsReport report, String host, int port) throws IOException {
    var address = InetAddress.getByName(host);
    try (var socket = new DatagramSocket()) {
      for (var datagram : datagrams(report.json())) {
        socket.send(new DatagramPacket(datagram, datagram.length, address, port));
      }
    }
  }

  /**
   * Lines of the plaintext protocol by TCP.
   *
   * @param seconds since 1970
   */
  public static void graphite(MetricsReport report, String host, int port, long seconds)
      throws IOException {
    var text = new StringBuilder();
    numbers(report.json())
        .forEach(
            (name, value) ->
                text.append(name)
                    .append(' ')
                    .append(shown(value))
                    .append(' ')
                    .append(seconds)
                    .append('\n'));
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  static List<byte[]> datagrams(Map<String, Object> json) {
    var datagrams = new ArrayList<byte[]>();
    var datagram = new StringBuilder();
    numbers(json)
        .forEach(
            (name, value) -> {
              var line = name + ":" + shown(value) + "|g\n";
              if (datagram.length() + line.length() > MAX_DATAGRAM) {
                datagrams.add(datagram.toString().getBytes(StandardCharsets.US_ASCII));
                datagram.setLength(0);
              }
              datagram.append(line);
            });
    if (!datagram.isEmpty()) {
      datagrams.add(datagram.toString().getBytes(StandardCharsets.US_ASCII));
    }
    return datagrams;
  }

  /** Counters and gauges by their names, parts of all others by name and part. */
  private static Map<String, Double> numbers(Map<String, Object> json) {
    var numbers = new TreeMap<String, Double>();
    json.forEach(
        (kind, metrics) -> {
          if (metrics instanceof Map<?, ?> byName) {
            boolean plain = kind.equals("counters") || kind.equals("gauges");
            byName.forEach(
                (name, parts) ->
                    ((Map<?, ?>) parts)
                        .forEach(
                            (part, value) -> {
                              if (value instanceof Number number) {
                                numbers.put(
                                    plain ? name.toString() : name + "." + part,
                                    number.doubleValue());
                              }
                            }));
          }
        });
    return numbers;
  }

  private static String shown(double value) {
    if (!Double.isFinite(value)) {
      return "0";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.9f", value);
  }
}
