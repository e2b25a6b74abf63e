package dev.marathon.mesos.client;

/** HTTP basic credentials of the framework at the master. Never printed. */
public record Credentials(String principal, String secret) {
  @Override
  public String toString() {
    return "Credentials[" + principal + ", ***]";
  }
}
