package dev.marathon.local.agent;

import dev.marathon.local.agent.fetch.FetchFailed;
import dev.marathon.local.agent.fetch.Fetcher;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/** Brings one task from acceptance to a running process. Blocks; used from pools. */
final class Launcher {

  private final AgentPaths paths;
  private final Sandboxes sandboxes;
  private final Supervisor supervisor;
  private final TaskEnvironment environment;
  private final Accounts accounts;
  private final Fetcher fetcher;

  Launcher(
      AgentPaths paths,
      Supervisor supervisor,
      TaskEnvironment environment,
      Accounts accounts,
      Fetcher fetcher) {
    this.paths = paths;
    this.fetcher = fetcher;
    this.sandboxes = new Sandboxes(paths);
    this.supervisor = supervisor;
    this.environment = environment;
    this.accounts = accounts;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /** Makes the sandbox. First step. */
  void prepare(TaskRun run) throws LaunchFailure, InterruptedException {
    var launch = run.launch();
    try {
      var user = accounts.of(launch, paths.executorSandbox(launch));
      var sandbox = sandboxes.create(launch);
      var given = new ArrayList<Path>(sandboxes.mount(launch, sandbox));
      given.add(sandbox);
      if (user.isPresent()) {
        accounts.give(user.get(), given);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw LaunchFailure.dropped("Failed to create executor directory: " + reason(e));
    }
  }

  /** Fetches what the command needs. Takes as long as servers take. */
  void fetch(TaskRun run) throws LaunchFailure, InterruptedException {
    var launch = run.launch();
    var sandbox = paths.sandbox(launch);
    var user = accounts.of(launch, sandbox);
    var log = new SandboxLog(sandbox.resolve("stderr"));
    try {
      fetcher.fetch(
          launch.task().getCommand().getUrisList(),
          new Fetcher.Need(
              sandbox,
              user.orElse(accounts.self()),
              path -> open(path, sandbox, user),
              line -> log.line('I', line),
              run::cancelled));
      if (user.isPresent()) {
        accounts.give(user.get(), List.of(sandbox));
      }
    } catch (FetchFailed | IOException e) {
      log.line('E', e.getMessage());
      throw LaunchFailure.container(
          "Failed to fetch all URIs for container '%s': exited with status 1"
              .formatted(launch.container()));
    }
  }

  /** Reads a file as the user would, so that fetching shows nobody what is not for him. */
  private InputStream open(Path path, Path sandbox, Optional<String> user) throws IOException {
    if (user.isEmpty()) {
      if (!Files.isRegularFile(path)) {
        throw new NoSuchFileException(path.toString(), null, "not a file");
      }
      return Files.newInputStream(path);
    }
    var arguments = List.of("cat", "--", path.toString());
    var order =
        new Order(
            "cat",
            arguments,
            environment.search(),
            sandbox,
            user,
            Optional.empty(),
            Optional.empty());
    var cat = supervisor.run(order, ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.DISCARD);
    return new FilterInputStream(cat.getInputStream()) {
      @Override
      public void close() throws IOException {
        super.close();
        try {
          if (cat.waitFor() != 0) {
            throw new IOException(path + " cannot be read by " + user.get());
          }
        } catch (InterruptedException e) {
          cat.destroyForcibly();
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  /** Starts the process. Last step. */
  Supervision start(TaskRun run) throws LaunchFailure, InterruptedException {
    var launch = run.launch();
    if (run.cancelled()) {
      throw LaunchFailure.executor(Ends.TERMINATED);
    }
    try {
      return supervisor.start(record(launch), order(launch), paths.exits(), launch.container());
    } catch (IOException | IllegalArgumentException e) {
      throw LaunchFailure.executor("Abnormal executor termination: " + reason(e));
    }
  }

  /** A command that checks the task: as the task, its output among the task's errors. */
  Order checkOrder(Launch launch, CommandInfo command) throws LaunchFailure {
    var sandbox = paths.sandbox(launch);
    var task = environment.of(launch, paths.executorSandbox(launch), sandbox);
    var variables = environment.ofCheck(task, command.getEnvironment());
    var errors = sandbox.resolve("stderr");
    return ordered(command, variables, sandbox, accounts.of(launch, sandbox))
        .logged(errors, errors);
  }

  /** Directory with the agent's own files about the task. */
  Path record(Launch launch) {
    return paths.records().resolve(launch.container());
  }

  private Order order(Launch launch) throws LaunchFailure {
    var sandbox = paths.sandbox(launch);
    return command(launch.task().getCommand(), launch, sandbox)
        .logged(sandbox.resolve("stdout"), sandbox.resolve("stderr"));
  }

  private Order command(CommandInfo command, Launch launch, Path sandbox) throws LaunchFailure {
    var variables = environment.of(launch, paths.executorSandbox(launch), sandbox);
    var user = accounts.of(launch, sandbox);
    return ordered(command, variables, sandbox, user);
  }

  /**
   * A command in the words of Mesos as an order.
   *
   * <p>With a shell the arguments are ignored; without one they include the program's own name.
   */
  static Order ordered(
      CommandInfo command, Map<String, String> environment, Path directory, Optional<String> user) {
    if (command.getShell()) {
      return Order.shell(command.getValue(), environment, directory, user);
    }
    List<String> arguments =
        command.getArgumentsCount() > 0 ? command.getArgumentsList() : List.of(command.getValue());
    return new Order(
        command.getValue(),
        List.copyOf(arguments),
        environment,
        directory,
        user,
        Optional.empty(),
        Optional.empty());
  }

  private static String reason(Exception e) {
    return e instanceof InvalidPathException || e.getMessage() == null
        ? e.toString()
        : e.getMessage();
  }
}
