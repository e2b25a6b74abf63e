package dev.marathon.local.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code supervisor.pl} shall execute.
 *
 * @param file program, looked up in PATH unless it contains a slash
 * @param arguments with the name of the program as the first
 * @param environment the whole environment
 * @param user account to run as; absent: this process' own
 * @param output file to append standard output to; absent: inherited
 * @param errors the same for standard error
 */
record Order(
    String file,
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Optional<String> user,
    Optional<Path> output,
    Optional<Path> errors) {

  /** Runs a line of shell. */
  static Order shell(
      String line, Map<String, String> environment, Path directory, Optional<String> user) {
    return new Order(
        "sh",
        List.of("sh", "-c", line),
        environment,
        directory,
        user,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with output and errors appended to files of these names in the working directory. */
  Order logged(Path output, Path errors) {
    return new Order(
        file, arguments, environment, directory, user, Optional.of(output), Optional.of(errors));
  }

  /** The order in the supervisor's format. */
  byte[] encoded() {
    return encoded(Map.of());
  }

  /**
   * @param supervision where the supervisor reports to
   * @throws IllegalArgumentException if a value holds a NUL character
   */
  byte[] encoded(Map<String, String> supervision) {
    var out = new ByteArrayOutputStream();
    supervision.forEach((name, value) -> field(out, name, value));
    field(out, "cwd", directory.toString());
    user.ifPresent(name -> field(out, "user", name));
    output.ifPresent(path -> field(out, "out", path.toString()));
    errors.ifPresent(path -> field(out, "err", path.toString()));
    field(out, "file", file);
    arguments.forEach(argument -> field(out, "arg", argument));
    environment.forEach((name, value) -> field(out, "env", name + "=" + value));
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a command or its environment holds a NUL character");
    }
    out.writeBytes((name + "=" + value + "\0").getBytes(StandardCharsets.UTF_8));
  }
}
