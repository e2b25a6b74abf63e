package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.cli.Definitions.Definition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {

  private static List<Definition> parse(String text, Map<String, String> variables) {
    var found = new ArrayList<Definition>();
    Definitions.parse("app.json", text, variables, found);
    return found;
  }

  @Test
  void jsonYamlListsAndSeveralDocumentsAreRead() {
    assertThat(parse("{\"id\":\"/a\"}", Map.of())).hasSize(1);
    assertThat(parse("[{\"id\":\"/a\"},{\"id\":\"/b\"}]", Map.of())).hasSize(2);
    var yaml = parse("id: /a\ncmd: sleep 60\n---\nid: /g\napps:\n- id: x\n", Map.of());
    assertThat(yaml).extracting(Definition::id).containsExactly("/a", "/g");
    assertThat(yaml).extracting(Definition::group).containsExactly(false, true);
  }

  @Test
  void onlyNamedVariablesAreReplaced() {
    var app = parse("{\"id\":\"/${env}/a\",\"cmd\":\"serve ${PORT0}\"}", Map.of("env", "prod"));

    assertThat(app.get(0).id()).isEqualTo("/prod/a");
    assertThat(app.get(0).json().path("cmd").asText()).isEqualTo("serve ${PORT0}");
  }

  @Test
  void errorsNameThePlace() {
    assertThatThrownBy(() -> parse("{\n \"id\": \"/a\",,\n}", Map.of()))
        .hasMessageContaining("app.json, line 2, column");
    assertThatThrownBy(() -> parse("{\"cmd\":\"x\"}", Map.of())).hasMessageContaining("'id'");
    assertThatThrownBy(() -> parse("- 5", Map.of())).hasMessageContaining("object, not 5");
  }

  @Test
  void aDirectoryGivesItsFilesInOrder(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("b.yaml"), "id: /b");
    Files.writeString(directory.resolve("a.json"), "{\"id\":\"/a\"}");
    Files.writeString(directory.resolve("notes.txt"), "not this");

    assertThat(Definitions.read(List.of(directory.toString()), Map.of()))
        .extracting(Definition::id)
        .containsExactly("/a", "/b");
    assertThatThrownBy(() -> Definitions.read(List.of(directory + "/none.json"), Map.of()))
        .hasMessageContaining("does not exist");
  }
}
