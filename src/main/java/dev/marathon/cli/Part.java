package dev.marathon.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * A part of the launcher's commands. To build them all takes longer than most of them do, so that
 * only those are built that the command line may mean.
 *
 * @param name of the command; empty if it is several
 */
public record Part(Optional<String> name, Consumer<CommandLine> add) {

  /** One command. */
  public static Part of(String name, Supplier<Object> command) {
    return new Part(Optional.of(name), launcher -> launcher.addSubcommand(name, command.get()));
  }

  /** Several commands, whose names are known when they are built. */
  public static Part several(Consumer<CommandLine> add) {
    return new Part(Optional.empty(), add);
  }

  /**
   * Adds what is needed to run a command: alone the part of this name, or else one part after the
   * other until one has it; all if none does.
   */
  public static void add(List<Part> parts, String asked, CommandLine launcher) {
    var named = parts.stream().filter(part -> part.name().equals(Optional.of(asked))).findFirst();
    if (named.isPresent()) {
      named.get().add().accept(launcher);
      return;
    }
    for (var part : parts) {
      if (launcher.getSubcommands().containsKey(asked)) {
        return;
      }
      part.add().accept(launcher);
    }
  }
}
