package dev.marathon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PushTest {

  @Test
  void everyNumberIsALineAndDatagramsAreSmall() {
    var counters = new TreeMap<String, Object>();
    for (int i = 0; i < 100; i++) {
      counters.put("marathon.some.thing-" + i + ".counter", Map.of("count", (long) i));
    }
    Map<String, Object> json =
        Map.of(
            "version",
            "4.0.0",
            "counters",
            counters,
            "gauges",
            Map.of("g.gauge", Map.of("value", 0.25), "nan.gauge", Map.of("value", Double.NaN)),
            "timers",
            Map.of("t.timer.seconds", Map.of("count", 3L, "p99", 0.5, "rate_units", "x")));
    var datagrams = Push.datagrams(json);
    assertThat(datagrams).allMatch(datagram -> datagram.length <= Push.MAX_DATAGRAM);
    var text = new StringBuilder();
    datagrams.forEach(datagram -> text.append(new String(datagram, StandardCharsets.US_ASCII)));
    assertThat(text.toString().lines())
        .hasSize(104)
        .contains(
            "marathon.some.thing-7.counter:7|g",
            "g.gauge:0.250000000|g",
            "nan.gauge:0|g",
            "t.timer.seconds.count:3|g",
            "t.timer.seconds.p99:0.500000000|g");
  }

  @Test
  void reportsArrive() throws Exception {
    var report = new MetricsReport();
    try (var udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      udp.setSoTimeout(10_000);
      Push.statsd(report, "127.0.0.1", udp.getLocalPort());
      var packet = new DatagramPacket(new byte[1_000], 1_000);
      udp.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
          .startsWith("marathon.")
          .endsWith("|g\n");
    }
    try (var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var received =
          CompletableFuture.supplyAsync(
              () -> {
                try (var connection = tcp.accept()) {
                  return new String(
                      connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                } catch (IOException broken) {
                  throw new AssertionError(broken);
                }
              });
      Push.graphite(report, "127.0.0.1", tcp.getLocalPort(), 1_700_000_000);
      assertThat(received.get(10, TimeUnit.SECONDS).lines())
          .allMatch(line -> line.matches("marathon\\.\\S+ -?[0-9.]+ 1700000000"))
          .anyMatch(line -> line.startsWith("marathon.uptime.gauge.seconds "));
    }
  }
}
