package dev.marathon.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs that cannot choose one themselves. */
final class Ports {

  /** Below those that the system hands out to clients, and below those of a node nobody told. */
  private static final int FIRST = 22_000;

  private static final int EACH = 2_000;

  private Ports() {}

  /**
   * Ports of tasks, as resources name them. Each fork of the tests has its own: all tasks run on
   * one machine, where a probe would reach the server of another test that listens on the port.
   */
  static String ofTasks() {
    return "ports:[" + begin() + "-" + (begin() + EACH - 1) + "]";
  }

  /** Whether it is one of them. */
  static boolean ofTasks(int port) {
    return begin() <= port && port < begin() + EACH;
  }

  private static int begin() {
    return FIRST + EACH * (Integer.parseInt(System.getProperty("marathon.it.fork", "1")) - 1);
  }

  /** A port of loopback that was free a moment ago. */
  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
