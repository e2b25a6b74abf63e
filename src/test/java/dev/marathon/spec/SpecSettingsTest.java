package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecSettingsTest {

  @Test
  void theExecutorOfTheNodeCountsWhereTheAppNamesNone() {
    assertThat(custom("//cmd", "")).isFalse();
    assertThat(custom("//cmd", "/opt/own")).isTrue();
    assertThat(custom("/opt/own", "")).isTrue();
    assertThat(custom("/opt/own", "//cmd")).isFalse();
  }

  private static boolean custom(String node, String app) {
    var settings =
        new SpecSettings("*", Set.of(), Optional.empty(), "mesos-bridge", node, 100, false);
    var json = Cases.json("{'id':'/x','cmd':'sleep 1','executor':'%s'}".formatted(app));
    var parsed = AppParser.parse(json, SpecContext.empty(settings, Cases.NOW));
    return settings.customExecutor(Cases.valid(parsed));
  }
}
