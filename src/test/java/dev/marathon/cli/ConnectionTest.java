package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {

  @TempDir Path directory;

  private final Connection given = new Connection();

  private Optional<String> token(Map<String, String> environment, String content) {
    try {
      var file = directory.resolve("token");
      Files.writeString(file, content);
      var context = new ClientFile.Context("https://prod", "me", file.toString());
      var contexts = new ClientFile(Optional.of("prod"), Map.of("prod", context));
      return Connection.Settings.of(given, environment, contexts).token();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void optionBeforeEnvironmentBeforeContext() {
    assertThat(token(Map.of(), "kept\n")).contains("kept");
    assertThat(token(Map.of("MARATHON_TOKEN", "env"), "kept")).contains("env");
    given.token = "option";
    assertThat(token(Map.of("MARATHON_TOKEN", "env"), "kept")).contains("option");
  }

  @Test
  void theTokenOfTheContextStaysWithItsServerAndItsUser() {
    assertThat(token(Map.of("MARATHON_HOST", "http://other"), "kept")).isEmpty();
    assertThat(token(Map.of("MARATHON_USER", "other"), "kept")).isEmpty();
    given.host = "http://other";
    assertThat(token(Map.of(), "kept")).isEmpty();
    given.host = null;
    given.user = "other";
    assertThat(token(Map.of("MARATHON_TOKEN", "env"), "kept")).isEmpty();
  }

  @Test
  void aFileWithoutATokenIsSaid() {
    assertThatThrownBy(() -> token(Map.of(), " \n")).hasMessageContaining("holds no token");
    assertThatThrownBy(() -> token(Map.of(), "a b")).hasMessageContaining("holds no token");
  }
}
