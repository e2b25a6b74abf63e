package dev.marathon.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where definitions come from. */
final class DefinitionFiles {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSON or YAML, directories, '-' for standard input.")
  List<String> names;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Value for $${NAME} in the files.")
  Map<String, String> variables = Map.of();

  List<Definitions.Definition> read() {
    return Definitions.read(names, variables);
  }
}
