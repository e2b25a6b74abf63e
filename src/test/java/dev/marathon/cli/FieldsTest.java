package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @ParameterizedTest
  @CsvSource({"5,5", "0,0", "+2,6", "-1,3", "-9,0", "x2,8", "x0.6,3", "x0,0"})
  void aCountMayBeRelativeToTheFourThereAre(String text, int expected) {
    assertThat(Fields.count(text, () -> 4)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "two", "1e9", "--1", "12345678901"})
  void whatIsNoCountIsSaid(String text) {
    assertThatThrownBy(() -> Fields.count(text, () -> 4)).hasMessageContaining("no count");
  }

  @Test
  void valuesAreJsonExceptInMapsOfTexts() {
    var body = JsonNodeFactory.instance.objectNode();
    Fields.set(body, "cpus", "0.5");
    Fields.set(body, "cmd", "sleep 60");
    Fields.set(body, "env.PORT", "80");
    Fields.set(body, "env.MODE", "fast");
    Fields.set(body, "upgradeStrategy.maximumOverCapacity", "0.2");
    Fields.set(body, "user", "null");
    Fields.set(body, "constraints", "[[\"hostname\",\"UNIQUE\"]]");

    assertThat(body.toString())
        .isEqualTo(
            "{\"cpus\":0.5,\"cmd\":\"sleep 60\",\"env\":{\"PORT\":\"80\",\"MODE\":\"fast\"},"
                + "\"upgradeStrategy\":{\"maximumOverCapacity\":0.2},\"user\":null,"
                + "\"constraints\":[[\"hostname\",\"UNIQUE\"]]}");
  }

  @Test
  void aVersionMayBeCountedBack() {
    var versions = List.of("v3", "v2", "v1");

    assertThat(Fields.version(versions, "-1")).isEqualTo("v2");
    assertThat(Fields.version(versions, "-2")).isEqualTo("v1");
    assertThat(Fields.version(versions, "v1")).isEqualTo("v1");
    assertThatThrownBy(() -> Fields.version(versions, "-3")).hasMessageContaining("3 versions");
  }
}
