package dev.marathon.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The script that completes commands and options in fish. */
final class FishCompletion {

  private final List<String> lines = new ArrayList<>();

  private FishCompletion() {}

  static List<String> of(CommandLine root) {
    var script = new FishCompletion();
    script.lines.add("complete -c marathon -f");
    script.commands(root, "__fish_use_subcommand");
    for (var command : distinct(root)) {
      var seen = "__fish_seen_subcommand_from " + String.join(" ", names(command));
      script.options(command, seen);
      var below = distinct(command);
      if (!below.isEmpty()) {
        var all = new ArrayList<String>();
        below.forEach(one -> all.addAll(names(one)));
        script.commands(
            command, seen + "; and not __fish_seen_subcommand_from " + String.join(" ", all));
      }
      for (var one : below) {
        script.options(
            one, seen + "; and __fish_seen_subcommand_from " + String.join(" ", names(one)));
      }
    }
    return script.lines;
  }

  private static List<CommandLine> distinct(CommandLine parent) {
    return List.copyOf(new LinkedHashSet<>(parent.getSubcommands().values()));
  }

  private static List<String> names(CommandLine command) {
    return List.copyOf(command.getCommandSpec().names());
  }

  private void commands(CommandLine parent, String when) {
    for (Map.Entry<String, CommandLine> command : parent.getSubcommands().entrySet()) {
      add(
          when,
          "-a " + command.getKey(),
          command.getValue().getCommandSpec().usageMessage().description());
    }
  }

  private void options(CommandLine command, String when) {
    for (var option : command.getCommandSpec().options()) {
      var names = new StringBuilder();
      for (var name : option.names()) {
        names.append(
            name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
      }
      boolean value = option.arity().max() > 0;
      add(when, names.substring(1) + (value ? " -r -F" : ""), option.description());
    }
  }

  private void add(String when, String what, String[] description) {
    var text = description.length == 0 ? "" : description[0];
    lines.add(
        "complete -c marathon -n '%s' %s -d '%s'"
            .formatted(when, what, text.replace("\\", "\\\\").replace("'", "\\'")));
  }
}
