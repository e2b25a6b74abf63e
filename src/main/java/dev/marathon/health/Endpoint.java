package dev.marathon.health;

/**
 * Where a task listens.
 *
 * @param host name or address
 */
public record Endpoint(String host, int port) {

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
