package dev.marathon.mesos;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Artifact;
import dev.marathon.spec.Container;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;

/**
 * What the task runs.
 *
 * <p>{@code cmd} is given to a shell. With {@code args} the first one is the program, except in a
 * container with an image: there all of them are arguments of the image's entry point. With neither
 * the image says what runs.
 */
final class CommandWriter {
  private CommandWriter() {}

  static CommandInfo write(LaunchSpec launch, LaunchSettings settings) {
    AppDefinition app = launch.definition();
    var command = surroundings(launch, settings);
    if (app.cmd().isPresent()) {
      return command.setShell(true).setValue(app.cmd().get()).build();
    }
    command.setShell(false).addAllArguments(app.args());
    boolean image = app.container().flatMap(Container::docker).isPresent();
    if (!image && !app.args().isEmpty()) {
      command.setValue(app.args().get(0));
    }
    return command.build();
  }

  /** Starts a custom executor, which gets the app's command on its command line. */
  static CommandInfo executor(LaunchSpec launch, LaunchSettings settings, String path) {
    AppDefinition app = launch.definition();
    String quoted = "'" + path.replace("'", "'\\''") + "'";
    String rest = app.cmd().orElseGet(() -> String.join(" ", app.args()));
    return surroundings(launch, settings)
        .setShell(true)
        .setValue("chmod ug+rx " + quoted + " && exec " + quoted + " " + rest)
        .build();
  }

  /** User, environment and files: everything but the command itself. */
  private static CommandInfo.Builder surroundings(LaunchSpec launch, LaunchSettings settings) {
    AppDefinition app = launch.definition();
    var command = CommandInfo.newBuilder();
    // No user at all means the framework's; for one without a name agents look in vain.
    app.user().filter(user -> !user.isEmpty()).ifPresent(command::setUser);
    var environment = Environment.newBuilder();
    TaskEnvironment.of(launch, settings.portVariablePrefix())
        .forEach(
            (name, value) ->
                environment.addVariables(
                    Environment.Variable.newBuilder().setName(name).setValue(value)));
    app.fetch().forEach(artifact -> command.addUris(uri(artifact)));
    return command.setEnvironment(environment);
  }

  private static CommandInfo.URI uri(Artifact artifact) {
    var uri =
        CommandInfo.URI
            .newBuilder()
            .setValue(artifact.uri())
            .setExtract(artifact.extract())
            .setExecutable(artifact.executable())
            .setCache(artifact.cache());
    Optional<String> name = artifact.destPath();
    name.ifPresent(uri::setOutputFile);
    return uri.build();
  }
}
