package dev.marathon.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The shipped schemas, in {@code /schema}. */
public final class Ddl {

  private Ddl() {}

  /** A schema as it is shipped, for example {@code postgresql.sql}. */
  public static String text(String name) throws IOException {
    try (InputStream in = Ddl.class.getResourceAsStream("/schema/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Without comments. */
  static List<String> statements(String name) throws IOException {
    return Stream.of(text(name).replaceAll("(?m)^--.*$", "").split(";"))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }
}
