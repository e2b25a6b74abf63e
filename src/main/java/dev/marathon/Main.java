package dev.marathon;

import dev.marathon.cli.Arguments;
import dev.marathon.cli.Client;
import dev.marathon.cli.Part;
import dev.marathon.cluster.ExitCode;
import dev.marathon.cluster.StartFailure;
import dev.marathon.config.InvalidSettings;
import dev.marathon.config.OriginalFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Entry point: picks the subcommand and turns failures into one line and an exit code. */
@Command(
    name = "marathon",
    description = "The init.d of a datacenter: keeps long-running services alive on Apache Mesos.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Try: marathon local      one machine, everything included",
      "     marathon server     a node against a Mesos master"
    })
public final class Main {

  /** Commands that take a node's options, and so the original's flags and variables. */
  private static final List<String> NODES = List.of("server", "local", "config");

  /** Commands of who runs nodes. */
  private static final List<String> OPERATING =
      List.of("local", "server", "config", "store", "password");

  private static final List<Part> PARTS =
      Stream.concat(
              Stream.of(
                  Part.of("local", LocalCommand::new),
                  Part.of("server", ServerCommand::new),
                  Part.of("config", ConfigCommand::new),
                  Part.of("store", StoreCommand::new),
                  Part.of("password", PasswordCommand::new)),
              Client.parts().stream())
          .toList();

  private Main() {}

  public static void main(String[] args) {
    CommonPool.widen();
    int code;
    try {
      var understood = understood(List.of(args), System.getenv());
      code = commandLine(understood).execute(understood);
    } catch (InvalidSettings invalid) {
      System.err.println("marathon: " + invalid.getMessage());
      code = ExitCode.USAGE.code();
    } catch (Error broken) {
      // Threads that were started before it would keep a process alive that does nothing.
      broken.printStackTrace();
      code = ExitCode.FAILED.code();
    }
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  /**
   * The command line in our own options: flags without a subcommand mean {@code server}, as does a
   * master in the environment alone; the original's flags and variables are translated, and option
   * names may be spelled with underscores.
   */
  static String[] understood(List<String> args, Map<String, String> environment) {
    var command = args.isEmpty() ? "" : args.get(0);
    boolean original =
        command.isEmpty()
            ? environment.containsKey("MARATHON_MASTER")
            : command.startsWith("--")
                && !List.of("--help", "--version").contains(command)
                && !Arguments.connection(command);
    if (!original && !NODES.contains(command)) {
      return Arguments.normalized(args).toArray(String[]::new);
    }
    var given = original ? args : args.subList(1, args.size());
    var variables = OriginalFlags.fromEnvironment(environment, given);
    var arguments = new ArrayList<>(variables);
    arguments.addAll(given);
    var translated = OriginalFlags.translate(arguments);
    translated.warnings().forEach(warning -> System.err.println("marathon: warning: " + warning));
    var ours = new ArrayList<String>();
    ours.add(original ? "server" : command);
    translated.rest().forEach(argument -> ours.add(dashes(argument)));
    if (command.equals("config")) {
      variables.forEach(
          variable -> ours.add(ConfigCommand.FROM_ENVIRONMENT + "=" + variable.substring(2)));
    }
    translated.settings().forEach((key, value) -> ours.addAll(List.of("--set", key + "=" + value)));
    return ours.toArray(String[]::new);
  }

  /**
   * What runs these arguments; it knows at least the commands that they may mean.
   *
   * @param arguments understood
   */
  static CommandLine commandLine(String... arguments) {
    var commandLine = new CommandLine(new Main());
    Part.add(PARTS, List.of(arguments), commandLine);
    Client.withHelp(commandLine);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
        .setParameterExceptionHandler(
            (problem, ignored) -> {
              var err = problem.getCommandLine().getErr();
              err.println("marathon: " + problem.getMessage());
              if (problem instanceof CommandLine.UnmatchedArgumentException unmatched) {
                // Most flags of the original are not picocli's, which would suggest its own.
                similar(unmatched.getUnmatched())
                    .ifPresent(flag -> err.println("Possible solutions: --" + flag));
                CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
              }
              err.println(
                  "Try '"
                      + problem.getCommandLine().getCommandSpec().qualifiedName()
                      + " --help'.");
              return usage(problem.getCommandLine());
            });
  }

  /** Scripts around the client know one code for it, what supervises nodes another. */
  private static int usage(CommandLine command) {
    var first = command;
    while (first.getParent() != null && first.getParent().getParent() != null) {
      first = first.getParent();
    }
    return OPERATING.contains(first.getCommandName())
        ? ExitCode.USAGE.code()
        : CommandLine.ExitCode.USAGE;
  }

  /** A flag of the original that may have been meant. */
  private static Optional<String> similar(List<String> unknown) {
    return unknown.stream()
        .filter(argument -> argument.startsWith("--"))
        .flatMap(argument -> OriginalFlags.similar(argument).stream())
        .findFirst();
  }

  static String dashes(String arg) {
    if (!arg.startsWith("--")) {
      return arg;
    }
    int end = arg.indexOf('=');
    return end < 0
        ? arg.replace('_', '-')
        : arg.substring(0, end).replace('_', '-') + arg.substring(end);
  }

  private static int report(Exception failure, CommandLine command) throws Exception {
    if (failure instanceof StartFailure expected) {
      command.getErr().println("marathon: " + expected.getMessage());
      return expected.exitCode().code();
    }
    if (failure instanceof InvalidSettings invalid) {
      command.getErr().println("marathon: " + invalid.getMessage());
      return ExitCode.USAGE.code();
    }
    var client = Client.report(failure, command);
    if (client.isPresent()) {
      return client.getAsInt();
    }
    throw failure;
  }

  /** Version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"marathon " + (version == null ? "(not packaged)" : version)};
    }
  }
}
