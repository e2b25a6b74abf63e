package dev.marathon.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tests start: the packaged program with its shared classes, as users have it, where the
 * package holds what is compiled; the compiled classes otherwise.
 */
final class Program {

  private static final Path JAR = Path.of("target/marathon-1.12.0.jar").toAbsolutePath();
  private static final Path SHARED = JAR.resolveSibling("marathon.jsa");
  private static final Path COMPILED = Path.of("target/classes");

  /** Options for short lives: starting must be cheap, top speed does not matter. */
  static final List<String> JVM =
      packaged()
          ? List.of(
              "-Xmx512m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:SharedArchiveFile=" + SHARED)
          : List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private Program() {}

  /** The command that runs {@code marathon <arguments>}. */
  static List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(
        packaged()
            ? List.of("-jar", JAR.toString())
            : List.of("-cp", System.getProperty("java.class.path"), "dev.marathon.Main"));
    command.addAll(arguments);
    return command;
  }

  static boolean packaged() {
    return Packaged.YES;
  }

  /** Found out once, when the first process is started. */
  private static final class Packaged {

    private static final boolean YES = found();

    private static boolean found() {
      try {
        if (!Files.exists(JAR) || newest() > Files.getLastModifiedTime(JAR).toMillis()) {
          return false;
        }
        if (!Files.exists(SHARED)
            || Files.getLastModifiedTime(SHARED).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
          new ProcessBuilder("scripts/share-classes").inheritIO().start().waitFor();
        }
        return true;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }

    private static long newest() throws IOException {
      try (var files = Files.walk(COMPILED)) {
        return files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
      }
    }
  }
}
