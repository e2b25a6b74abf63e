package dev.marathon.local;

/** What a scheduler must present by HTTP Basic authentication. */
public record Credentials(String principal, String secret) {

  @Override
  public String toString() {
    return "Credentials[" + principal + "]";
  }
}
