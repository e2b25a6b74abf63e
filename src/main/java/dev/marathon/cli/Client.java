package dev.marathon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;

/** All commands of the client, under their nouns and, the frequent ones, bare. */
public final class Client {

  /** Names that the task commands have without their noun, the first as the historical client's. */
  private static final Map<String, List<String>> TASKS_BARE =
      Map.of(
          "list", List.of("list-tasks", "tasks", "ps"),
          "kill", List.of("kill-tasks"),
          "logs", List.of("logs"),
          "endpoints", List.of("endpoints"));

  private Client() {}

  /** The client's commands, in the order of the help. */
  public static List<Part> parts() {
    return List.of(
        Part.of("start", StartCommand::new),
        Part.several(AppCommands.class),
        new Part(Optional.empty(), Client::bareTasks),
        Part.several(ApplyCommands.class),
        Part.several(ServerCommands.class),
        Part.group("app", AppCommands::new),
        Part.group("task", TaskCommands::new),
        Part.group("deployment", DeploymentCommands::new),
        Part.group("group", GroupCommands::new),
        Part.of("context", ContextCommands::new),
        // It speaks of all others, which are built before it.
        Part.last(launcher -> launcher.addSubcommand("completion", new Completion())));
  }

  private static void bareTasks(CommandLine launcher, List<String> words) {
    for (var method : Part.methods(TaskCommands.class)) {
      var bare = TASKS_BARE.get(method.getAnnotation(CommandLine.Command.class).name());
      if (bare != null && (words.isEmpty() || bare.contains(words.get(0)))) {
        var task = new CommandLine(method);
        task.getCommandSpec().aliases(bare.subList(1, bare.size()).toArray(String[]::new));
        task.setCommandName(bare.get(0));
        launcher.addSubcommand(bare.get(0), task);
      }
    }
  }

  /** Each subcommand once, not once per alias. */
  private static List<CommandLine> distinct(CommandLine parent) {
    return new ArrayList<>(new java.util.LinkedHashSet<>(parent.getSubcommands().values()));
  }

  /** Gives each command a {@code --help}. */
  public static void withHelp(CommandLine parent) {
    for (var command : distinct(parent)) {
      if (command.getCommandSpec().optionsMap().get("--help") == null) {
        command
            .getCommandSpec()
            .addOption(
                CommandLine.Model.OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
      }
      withHelp(command);
    }
  }

  /** Reports a failure of a client command; empty for failures of others. */
  public static java.util.OptionalInt report(Exception failure, CommandLine command) {
    if (!(failure instanceof CliFailure expected)) {
      return java.util.OptionalInt.empty();
    }
    boolean legacy = legacy(command);
    // The historical client told failures where it told everything.
    var told = legacy ? command.getOut() : command.getErr();
    told.println((legacy ? "ERROR: " : "marathon: ") + expected.getMessage());
    expected.details().forEach(detail -> told.println("  " + detail));
    told.flush();
    return java.util.OptionalInt.of(expected.exit().code());
  }

  private static boolean legacy(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandLine.Model.CommandSpec::userObject)
        .anyMatch(mixed -> mixed instanceof Connection connection && connection.legacy());
  }

  /** Prints the script that completes commands and options. */
  @CommandLine.Command(
      name = "completion",
      description = {
        "Completion of commands and options.",
        "bash, zsh: source <(marathon completion)",
        "fish:      marathon completion fish | source"
      })
  static final class Completion implements Runnable {
    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(
        arity = "0..1",
        paramLabel = "SHELL",
        defaultValue = "bash",
        description = "bash, zsh or fish. Default: bash, which zsh understands, too.")
    Shell shell;

    /** Of which there are scripts. */
    enum Shell {
      bash,
      zsh,
      fish
    }

    @Override
    public void run() {
      var root = spec.root().commandLine();
      var out = spec.commandLine().getOut();
      if (shell == Shell.fish) {
        FishCompletion.of(root).forEach(out::println);
      } else {
        out.println(AutoComplete.bash("marathon", root));
      }
      out.flush();
    }
  }
}
