package dev.marathon;

import dev.marathon.cluster.ExitCode;
import dev.marathon.cluster.StartFailure;
import dev.marathon.security.PasswordHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a line of the users file. */
@Command(
    name = "password",
    description = {
      "Asks for a password and prints a line for the users file (security.users-file).",
      "",
      "A right is PATH=VERBS: view, create, update, delete, env (see values of environment",
      "variables) or all, on PATH and everything below it; node=VERBS is for the node itself."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: marathon password alice /dev=all /prod=view node=view"})
final class PasswordCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the user.")
  String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "RIGHT",
      description = "What the user may do, for example /dev=all.")
  List<String> rights;

  @Option(
      names = "--cost",
      paramLabel = "4..16",
      description = "Rounds of bcrypt as a power of two. Default: ${DEFAULT-VALUE}.")
  int cost = PasswordHash.COST;

  @Option(names = "--stdin", description = "The password is the first line of the standard input.")
  boolean stdin;

  @Override
  public Integer call() throws Exception {
    var password = password();
    try {
      System.out.println(PasswordHash.line(name, password, String.join(" ", rights), cost));
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new StartFailure(ExitCode.USAGE, wrong.getMessage());
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  private char[] password() throws IOException, StartFailure {
    if (stdin) {
      var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      var line = in.readLine();
      return line == null ? new char[0] : line.toCharArray();
    }
    var console =
        Optional.ofNullable(System.console())
            .orElseThrow(
                () ->
                    new StartFailure(
                        ExitCode.USAGE, "there is no terminal to ask on; use --stdin"));
    var first = console.readPassword("Password: ");
    var second = console.readPassword("Again: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw new StartFailure(ExitCode.USAGE, "the two passwords differ");
    }
    return first;
  }
}
