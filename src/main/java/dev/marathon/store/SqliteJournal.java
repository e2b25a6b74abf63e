package dev.marathon.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The embedded journal of a single node: one SQLite file, every commit synced before it counts. */
public final class SqliteJournal {

  private SqliteJournal() {}

  /**
   * Creates file and tables if they are not there.
   *
   * @throws IOException with a sentence for the operator, if the file is not a usable database
   */
  public static void create(Path file) throws IOException {
    System.setProperty("org.sqlite.tmpdir", file.toAbsolutePath().getParent().toString());
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        var statement = connection.createStatement()) {
      // Works on a new file only, and only before the write-ahead log is switched on.
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      for (var sql : Ddl.statements("sqlite.sql")) {
        statement.execute(sql);
      }
    } catch (SQLException unusable) {
      throw new IOException(
          "cannot use the journal " + file + ": " + unusable.getMessage(), unusable);
    }
  }

  /** Where Akka finds the journal. */
  public static Config config(Path file) {
    return ConfigFactory.empty()
        .withValue(
            "akka-persistence-jdbc.shared-databases.slick.db.url",
            ConfigValueFactory.fromAnyRef(url(file)));
  }

  private static String url(Path file) {
    return "jdbc:sqlite:"
        + file.toAbsolutePath()
        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000";
  }
}
