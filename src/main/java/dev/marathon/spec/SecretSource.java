package dev.marathon.spec;

/** Where a secret comes from. */
public record SecretSource(String source) {}
