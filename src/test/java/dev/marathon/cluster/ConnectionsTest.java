package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  @Test
  void oneAddressCannotTakeEverything() throws UnknownHostException {
    var connections = new Connections(3, 2);
    assertThat(connections.admit(address(1))).isTrue();
    assertThat(connections.admit(address(1))).isTrue();
    assertThat(connections.admit(address(1))).isFalse();
    assertThat(connections.admit(address(2))).isTrue();
    assertThat(connections.admit(address(3))).as("all are taken").isFalse();
    connections.gone(address(1));
    assertThat(connections.admit(address(1))).isTrue();
    assertThat(connections.open()).isEqualTo(3);
  }
}
