package dev.marathon.cli;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A part of the launcher's commands. To build them all takes longer than most of them do, so that
 * only those are built that the command line may mean.
 *
 * @param name of the command; empty if it is several
 */
public record Part(Optional<String> name, Adding adding) {

  /** Adds commands to a launcher. */
  @FunctionalInterface
  public interface Adding {

    /**
     * @param words of the command line, the part's own name first; none: all commands are wanted
     */
    void add(CommandLine launcher, List<String> words);
  }

  /** One command. */
  public static Part of(String name, Supplier<Object> command) {
    return new Part(
        Optional.of(name), (launcher, words) -> launcher.addSubcommand(name, command.get()));
  }

  /** One command of whose subcommands, which are static methods, the line may mean one. */
  static Part group(String name, Supplier<Object> group) {
    return new Part(
        Optional.of(name),
        (launcher, words) -> {
          var owner = group.get();
          var parent = new CommandLine(owner);
          var asked = words.size() > 1 ? words.get(1) : "";
          var meant = methods(owner.getClass(), asked);
          (meant.isEmpty() ? methods(owner.getClass()) : meant)
              .forEach(method -> add(parent, new CommandLine(method)));
          launcher.addSubcommand(name, parent);
        });
  }

  /** Several commands, which are static methods. */
  static Part several(Class<?> owner) {
    return new Part(
        Optional.empty(),
        (launcher, words) ->
            (words.isEmpty() ? methods(owner) : methods(owner, words.get(0)))
                .forEach(method -> add(launcher, new CommandLine(method))));
  }

  /** What is needed only together with all others. */
  static Part last(Consumer<CommandLine> add) {
    return new Part(
        Optional.empty(),
        (launcher, words) -> {
          if (words.isEmpty()) {
            add.accept(launcher);
          }
        });
  }

  static List<Method> methods(Class<?> owner) {
    return CommandLine.getCommandMethods(owner, null);
  }

  /** Those that are called so. */
  private static List<Method> methods(Class<?> owner, String asked) {
    return methods(owner).stream()
        .filter(
            method -> {
              var command = method.getAnnotation(Command.class);
              return command.name().equals(asked) || List.of(command.aliases()).contains(asked);
            })
        .toList();
  }

  private static void add(CommandLine parent, CommandLine command) {
    parent.addSubcommand(command.getCommandName(), command);
  }

  /**
   * Adds what is needed to run a command: the part of this name alone, or what else is called so;
   * all if nothing is.
   */
  public static void add(List<Part> parts, List<String> words, CommandLine launcher) {
    var asked = words.isEmpty() ? "" : words.get(0);
    var named = parts.stream().filter(part -> part.name().equals(Optional.of(asked))).findFirst();
    if (named.isPresent()) {
      named.get().adding().add(launcher, words);
      return;
    }
    for (var part : words.isEmpty() ? List.<Part>of() : parts) {
      if (part.name().isEmpty()) {
        part.adding().add(launcher, words);
        if (launcher.getSubcommands().containsKey(asked)) {
          return;
        }
      }
    }
    parts.forEach(part -> part.adding().add(launcher, List.of()));
  }
}
