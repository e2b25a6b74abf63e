package dev.marathon.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The app that a command is about: given bare today, as {@code -i} in the historical client. */
final class AppId {

  @Spec(Target.MIXEE)
  CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "APP", description = "Id of the app.")
  String bare;

  @Option(
      names = {"-i", "--id"},
      paramLabel = "APP",
      description = "The same.")
  String named;

  String id() {
    var id = named == null ? bare : named;
    if (id == null) {
      throw new ParameterException(spec.commandLine(), "which app? Give its id");
    }
    return id;
  }
}
