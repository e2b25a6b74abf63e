package dev.marathon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings a command line into the form that the option parser takes, so that the lines of the
 * historical client work: options of the connection may stand before the command, and long names
 * may be spelled with underscores.
 */
public final class Arguments {

  private static final Set<String> CONNECTION =
      Set.of(
          "-H",
          "--marathon-host",
          "--host",
          "-U",
          "--marathon-user",
          "-P",
          "--marathon-pass",
          "-o",
          "--output",
          "--token",
          "--context",
          "--cacert");

  private Arguments() {}

  /** The same arguments with the connection's options behind everything else. */
  public static List<String> normalized(List<String> args) {
    if (args.equals(List.of("-v"))) {
      return List.of("--version");
    }
    var before = new ArrayList<String>();
    int at = 0;
    while (at < args.size() && connection(args.get(at))) {
      before.add(option(args.get(at)));
      boolean separate = !args.get(at).contains("=");
      at++;
      if (separate && at < args.size()) {
        before.add(args.get(at++));
      }
    }
    if (at == args.size()) {
      return args;
    }
    var command = new ArrayList<String>();
    command.add(args.get(at).replace('_', '-'));
    boolean killsTasks = command.get(0).equals("kill-tasks");
    for (var arg : args.subList(at + 1, args.size())) {
      command.add(killsTasks ? agent(option(arg)) : option(arg));
    }
    int end = command.indexOf("--");
    command.addAll(end < 0 ? command.size() : end, before);
    return command;
  }

  /** Right of {@code kill_tasks} the historical client meant the agent's host. */
  private static String agent(String option) {
    return option.equals("-H") ? "--agent" : option.replaceFirst("^--host(?=$|=)", "--agent");
  }

  /** Whether this is an option of the client's connection. */
  public static boolean connection(String arg) {
    return CONNECTION.contains(name(arg));
  }

  private static String name(String arg) {
    int end = arg.indexOf('=');
    return option(end < 0 ? arg : arg.substring(0, end));
  }

  private static String option(String arg) {
    if (!arg.startsWith("--")) {
      return arg;
    }
    int end = arg.indexOf('=');
    return end < 0
        ? arg.replace('_', '-')
        : arg.substring(0, end).replace('_', '-') + arg.substring(end);
  }
}
