package dev.marathon.config;

/** A credential. Never printed. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
