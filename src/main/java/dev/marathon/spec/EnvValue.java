package dev.marathon.spec;

/** Value of an environment variable: a text, or a reference to an entry of {@code secrets}. */
public sealed interface EnvValue {
  record Text(String value) implements EnvValue {}

  record SecretRef(String secret) implements EnvValue {}
}
