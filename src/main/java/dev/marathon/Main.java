package dev.marathon;

import dev.marathon.cluster.ExitCode;
import dev.marathon.cluster.StartFailure;
import dev.marathon.config.InvalidSettings;
import java.util.Arrays;
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
    subcommands = {LocalCommand.class, ServerCommand.class},
    footer = {
      "",
      "Try: marathon local      one machine, everything included",
      "     marathon server     a node against a Mesos master"
    })
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    int code = commandLine().execute(dashes(args));
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
        .setParameterExceptionHandler(
            (problem, arguments) -> {
              var err = problem.getCommandLine().getErr();
              err.println("marathon: " + problem.getMessage());
              CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
              err.println("Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
              return ExitCode.USAGE.code();
            });
  }

  /** The original spells its options with underscores: {@code --http_port} is {@code --http-port}. */
  static String[] dashes(String[] args) {
    return Arrays.stream(args).map(Main::dashes).toArray(String[]::new);
  }

  private static String dashes(String arg) {
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
