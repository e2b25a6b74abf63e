package dev.marathon.store.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.store.SqliteJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {

  @TempDir Path directory;

  private SqlJournal journal(String name) throws IOException, SQLException {
    var file = directory.resolve(name);
    SqliteJournal.create(file);
    return new SqlJournal(DriverManager.getConnection("jdbc:sqlite:" + file));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void fill(Journal journal) throws IOException {
    journal.add(new EventRow("App|/a", 3, true, "", 0, 0, "", bytes("")));
    journal.add(new EventRow("App|/a", 4, false, "w1", 1_000, 410_177, "app.x.v1", bytes("four")));
    journal.add(new EventRow("Group|root", 1, false, "w2", 2_000, 410_177, "g.v1", bytes("one")));
    journal.add(new SnapshotRow("App|/a", 3, 900, 410_177, "app.state.v1", bytes("three")));
    journal.commit();
  }

  private static List<String> content(Journal journal) throws IOException {
    var rows = new ArrayList<String>();
    journal.events(
        e ->
            rows.add(
                "%s %d %s %s %d %d %s %s"
                    .formatted(
                        e.persistenceId(),
                        e.sequence(),
                        e.deleted(),
                        e.writer(),
                        e.timestamp(),
                        e.serializer(),
                        e.manifest(),
                        new String(e.payload(), StandardCharsets.UTF_8))));
    journal.snapshots(
        s ->
            rows.add(
                "%s %d %d %d %s %s"
                    .formatted(
                        s.persistenceId(),
                        s.sequence(),
                        s.created(),
                        s.serializer(),
                        s.manifest(),
                        new String(s.payload(), StandardCharsets.UTF_8))));
    return rows;
  }

  @Test
  void everyRowArrivesAsItWas() throws Exception {
    try (var from = journal("from.db");
        var to = journal("to.db")) {
      fill(from);

      assertThat(StoreCopy.copy(from, to)).isEqualTo(new Journal.Count(3, 1));

      assertThat(content(to)).hasSize(4).isEqualTo(content(from));
    }
  }

  @Test
  void aTargetWithRowsIsLeftAlone() throws Exception {
    try (var from = journal("from.db");
        var to = journal("to.db")) {
      fill(from);
      fill(to);

      assertThatThrownBy(() -> StoreCopy.copy(from, to))
          .hasMessageContaining("not empty: it has 3 events and 1 snapshots");
      assertThat(to.count()).isEqualTo(new Journal.Count(3, 1));
    }
  }

  @Test
  void nothingOfACopyThatFailsIsKept() throws Exception {
    try (var from = journal("from.db")) {
      fill(from);
      try (var to = journal("to.db")) {
        to.add(new EventRow("App|/a", 4, false, "w", 1, 1, "m", bytes("")));
        assertThatThrownBy(() -> StoreCopy.copy(from, to)).isInstanceOf(IOException.class);
      }
      try (var to = journal("to.db")) {
        assertThat(to.count()).isEqualTo(new Journal.Count(0, 0));
      }
    }
  }
}
