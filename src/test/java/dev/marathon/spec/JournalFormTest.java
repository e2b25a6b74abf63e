package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;

/** The shape in which definitions are stored: read back without loss, also by later releases. */
class JournalFormTest {

  private static final ObjectMapper PLAIN =
      JsonMapper.builder().addModules(new Jdk8Module(), new JavaTimeModule()).build();
  private static final ObjectMapper SMALL =
      PLAIN.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

  @Test
  void everyFieldIsReadBack() throws JsonProcessingException {
    for (var app : Samples.all()) {
      assertThat(PLAIN.readValue(PLAIN.writeValueAsString(app), AppDefinition.class))
          .isEqualTo(app);
      assertThat(SMALL.readValue(SMALL.writeValueAsString(app), AppDefinition.class))
          .isEqualTo(app);
    }
  }

  @Test
  void absentCollectionsAndOptionalsAreReadAsEmpty() throws JsonProcessingException {
    ObjectNode json = SMALL.valueToTree(Samples.small());
    assertThat(json.has("env")).isFalse();
    assertThat(SMALL.treeToValue(json, AppDefinition.class).env()).isEmpty();
    assertThat(SMALL.treeToValue(json, AppDefinition.class).user()).isEmpty();
  }

  @Test
  void fieldsOfLaterReleasesAreIgnored() throws JsonProcessingException {
    ObjectNode json = PLAIN.valueToTree(Samples.full());
    json.put("addedLater", 1);
    ((ObjectNode) json.path("container")).put("addedLater", 1);
    json.path("container")
        .path("volumes")
        .forEach(volume -> ((ObjectNode) volume).put("addedLater", 1));
    ((ObjectNode) json.path("unreachableStrategy")).put("addedLater", 1);
    assertThat(PLAIN.treeToValue(json, AppDefinition.class)).isEqualTo(Samples.full());
  }

  @Test
  void unionsAreStoredInTheirShortForm() {
    ObjectNode json = PLAIN.valueToTree(Samples.full());
    assertThat(json.path("env").path("PLAIN").asText()).isEqualTo("text");
    assertThat(json.path("env").path("PW").path("secret").asText()).isEqualTo("pw");
    assertThat(json.path("networks").path(0).path("mode").asText()).isEqualTo("container/bridge");
    ObjectNode resident = PLAIN.valueToTree(Samples.resident());
    assertThat(resident.path("unreachableStrategy").asText()).isEqualTo("disabled");
  }
}
