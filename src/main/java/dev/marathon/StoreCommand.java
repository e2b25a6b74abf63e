package dev.marathon;

import dev.marathon.store.Ddl;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What operators do with the journal. */
@Command(
    name = "store",
    description = "The journal's schema.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommand {

  /** Stores whose schema can be made by hand. */
  enum Kind {
    postgresql
  }

  @Command(
      name = "schema",
      description = "Prints the statements that create the journal's tables.",
      mixinStandardHelpOptions = true)
  void schema(@Parameters(paramLabel = "STORE", description = "${COMPLETION-CANDIDATES}") Kind kind)
      throws IOException {
    System.out.print(Ddl.text(kind.name() + ".sql"));
  }
}
