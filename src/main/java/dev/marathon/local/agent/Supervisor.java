package dev.marathon.local.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The small program that stands between the agent and a task, so that the task outlives the agent
 * and its exit status is not lost: {@code supervisor.pl}, run by the perl of every Debian.
 *
 * <p>A directory holds what belongs to one task: {@code order}, then {@code taken}, then {@code
 * started}.
 */
final class Supervisor {

  private static final String NAME = "supervisor.pl";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Path program;

  /**
   * Puts the program where it can be run.
   *
   * @param directory of the agent, private
   */
  static Supervisor install(Path directory) throws IOException {
    requirePerl();
    var program = directory.resolve(NAME);
    var temporary = directory.resolve(NAME + ".tmp");
    try (var source = Supervisor.class.getResourceAsStream(NAME)) {
      if (source == null) {
        throw new IllegalStateException(NAME + " is missing from this build");
      }
      Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    // Perl reads a program as a whole before it runs it: those that run do not notice.
    Files.move(temporary, program, StandardCopyOption.ATOMIC_MOVE);
    return new Supervisor(program);
  }

  private Supervisor(Path program) {
    this.program = program;
  }

  private static void requirePerl() throws IOException {
    try {
      var perl = new ProcessBuilder("perl", "-e", "1").redirectErrorStream(true).start();
      perl.getOutputStream().close();
      if (perl.waitFor() == 0) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IOException("running tasks as processes needs perl (Debian: perl-base)", e);
    }
    throw new IOException("running tasks as processes needs a working perl (Debian: perl-base)");
  }

  /**
   * Starts a task and returns when it runs. Blocks for some ten milliseconds.
   *
   * @param directory of the task, existing
   * @param exits where the exit status is left, in a file named {@code id}
   * @throws IOException if it was not started
   */
  Supervision start(Path directory, Order order, Path exits, String id)
      throws IOException, InterruptedException {
    var file = directory.resolve("order");
    var temporary = directory.resolve("order.tmp");
    Files.write(temporary, order.encoded(Map.of("exits", exits.toString(), "id", id)));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    var messages = directory.resolve("supervisor.log").toFile();
    var launcher =
        perl(program.toString(), directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(messages))
            .start();
    launcher.getOutputStream().close();
    boolean answered = launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    launcher.destroyForcibly();
    var started = answered ? Supervision.read(directory.resolve("started")) : started(directory);
    return started.orElseThrow(
        () -> new IOException("the supervisor did not start: " + text(messages.toPath())));
  }

  /**
   * What became of an order, for an agent that does not know: found, or made impossible. After an
   * empty answer the task does not run and never will.
   */
  Optional<Supervision> started(Path directory) throws IOException, InterruptedException {
    return started(directory, LEFT_BEHIND);
  }

  /**
   * The same with a patience of one's own.
   *
   * @param patience with a supervisor that took the order and has not started the task
   */
  Optional<Supervision> started(Path directory, Duration patience)
      throws IOException, InterruptedException {
    if (revoked(directory, "order")) {
      return Optional.empty();
    }
    var deadline = System.nanoTime() + patience.toNanos();
    while (Files.exists(directory.resolve("taken")) && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
    }
    return revoked(directory, "taken")
        ? Optional.empty()
        : Supervision.read(directory.resolve("started"));
  }

  /** Whether the file was there; the supervisor finds it no more. */
  private static boolean revoked(Path directory, String file) throws IOException {
    try {
      Files.move(
          directory.resolve(file), directory.resolve("revoked"), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Starts an order in place of a supervisor, as a child of this process. */
  Process run(Order order, ProcessBuilder.Redirect output, ProcessBuilder.Redirect errors)
      throws IOException {
    var process = perl(program.toString()).redirectOutput(output).redirectError(errors).start();
    try (var in = process.getOutputStream()) {
      in.write(order.encoded());
    }
    return process;
  }

  private static ProcessBuilder perl(String... arguments) {
    var command = Stream.concat(Stream.of("perl"), Stream.of(arguments)).toList();
    var builder = new ProcessBuilder(command);
    var path = Optional.ofNullable(System.getenv("PATH"));
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    path.ifPresent(value -> builder.environment().put("PATH", value));
    return builder;
  }

  private static String text(Path messages) {
    try {
      return Files.readString(messages).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
