package dev.marathon.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Servers that the client knows by name. */
@Command(
    name = "context",
    description = "Servers by name: list, add, use, remove.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class ContextCommands {

  @Spec CommandSpec spec;

  @Command(name = "list", aliases = "ls", description = "All of them; * marks the one in use.")
  int list() {
    var file = ClientFile.load(path());
    var table = new Table("", "NAME", "URL", "USER");
    new TreeMap<>(file.contexts())
        .forEach(
            (name, context) ->
                table.row(
                    file.current().equals(Optional.of(name)) ? "*" : "",
                    name,
                    context.url(),
                    context.user() == null ? "-" : context.user()));
    table.lines(false).forEach(spec.commandLine().getOut()::println);
    return Exit.OK.code();
  }

  @Command(name = "add", description = "Add or change a server, and use it if it is the first.")
  int add(
      @Parameters(index = "0", paramLabel = "NAME", description = "Its name here.") String name,
      @Parameters(index = "1", paramLabel = "URL", description = "One, or several with commas.")
          String url,
      @Option(names = "--user", paramLabel = "NAME", description = "User to sign in as.")
          String user,
      @Option(
              names = "--token-file",
              paramLabel = "FILE",
              description = "File with the bearer token; read anew by each command.")
          Path tokenFile) {
    var file = ClientFile.load(path());
    var token = tokenFile == null ? null : tokenFile.toAbsolutePath().toString();
    var contexts = new HashMap<>(file.contexts());
    contexts.put(name, new ClientFile.Context(url, user, token));
    new ClientFile(file.current().or(() -> Optional.of(name)), contexts).save(path());
    return Exit.OK.code();
  }

  @Command(name = "use", description = "Use this server from now on.")
  int use(@Parameters(paramLabel = "NAME", description = "Its name here.") String name) {
    var file = ClientFile.load(path());
    file.named(name);
    new ClientFile(Optional.of(name), file.contexts()).save(path());
    return Exit.OK.code();
  }

  @Command(name = "remove", description = "Forget a server.")
  int remove(@Parameters(paramLabel = "NAME", description = "Its name here.") String name) {
    var file = ClientFile.load(path());
    file.named(name);
    var contexts = new HashMap<>(file.contexts());
    contexts.remove(name);
    new ClientFile(file.current().filter(current -> !current.equals(name)), contexts).save(path());
    return Exit.OK.code();
  }

  private static Path path() {
    return ClientFile.path(System.getenv());
  }
}
