package dev.marathon;

import dev.marathon.cluster.ExitCode;
import dev.marathon.cluster.StartFailure;
import dev.marathon.config.StoreAddress;
import dev.marathon.config.StoreSettings;
import dev.marathon.store.CassandraStore;
import dev.marathon.store.Ddl;
import dev.marathon.store.PostgresStore;
import dev.marathon.store.SqliteJournal;
import dev.marathon.store.copy.CassandraJournal;
import dev.marathon.store.copy.Journal;
import dev.marathon.store.copy.SqlJournal;
import dev.marathon.store.copy.StoreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What operators do with the journal. */
@Command(
    name = "store",
    description = "The journal: its schema, its backup, its move to another store.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommand {

  /** Stores whose schema can be made by hand. */
  enum Kind {
    postgresql("postgresql.sql"),
    cassandra("cassandra.cql");

    private final String file;

    Kind(String file) {
      this.file = file;
    }
  }

  @Command(
      name = "schema",
      description = "Prints the statements that create the journal's tables.",
      mixinStandardHelpOptions = true)
  void schema(@Parameters(paramLabel = "STORE", description = "${COMPLETION-CANDIDATES}") Kind kind)
      throws IOException {
    System.out.print(Ddl.text(kind.file));
  }

  @Command(
      name = "copy",
      description = {
        "Copies a journal into an empty one: backup, restore, or a move between stores.",
        "A journal is an SQLite file, postgresql://host:port/database or cassandra://host:port/keyspace.",
        "The source may be in use, except in Cassandra."
      },
      mixinStandardHelpOptions = true)
  int copy(
      @Parameters(paramLabel = "FROM", description = "Journal to read.") String from,
      @Parameters(paramLabel = "TO", description = "Journal to fill; created if missing.")
          String to,
      @Option(names = "--user", description = "User of the databases.") String user,
      @Option(names = "--password-file", description = "File with the password of the user.")
          Path passwordFile)
      throws Exception {
    var password = passwordFile == null ? null : Files.readString(passwordFile).strip();
    if (!from.contains("://") && !Files.isRegularFile(Path.of(from))) {
      throw new StartFailure(ExitCode.USAGE, "there is no journal " + from);
    }
    try (var source = open(from, user, password, false);
        var target = open(to, user, password, true)) {
      var copied = StoreCopy.copy(source, target);
      System.out.println(
          copied.events() + " events and " + copied.snapshots() + " snapshots copied to " + to);
      return 0;
    } catch (IOException | SQLException failure) {
      throw new StartFailure(ExitCode.USAGE, failure.getMessage());
    }
  }

  private static Journal open(String url, String user, String password, boolean create)
      throws IOException, SQLException {
    if (!url.contains("://")) {
      var file = Path.of(url).toAbsolutePath();
      if (create) {
        SqliteJournal.create(file);
      }
      return new SqlJournal(DriverManager.getConnection("jdbc:sqlite:" + file));
    }
    var address = StoreAddress.parse(Optional.of(url));
    var settings =
        new StoreSettings(
            Path.of("."),
            2_000,
            address,
            Optional.ofNullable(user),
            Optional.ofNullable(password),
            create);
    if (address instanceof StoreAddress.Cassandra cassandra) {
      var store = new CassandraStore(settings, cassandra);
      store.prepare();
      return new CassandraJournal(store.session());
    }
    var store = new PostgresStore(settings, (StoreAddress.Postgresql) address);
    store.prepare();
    return new SqlJournal(store.connect());
  }
}
