package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CustomExecutorTest {

  @Test
  void theExecutorOfTheNodeCountsWhereTheAppNamesNone() {
    assertThat(path("//cmd", "")).isEmpty();
    assertThat(path("//cmd", "/opt/own")).contains("/opt/own");
    assertThat(path("/opt/usual", "")).contains("/opt/usual");
    assertThat(path("/opt/usual", "/opt/own")).contains("/opt/own");
    assertThat(path("/opt/usual", "//cmd")).isEmpty();
  }

  @Test
  void itTakesWhatTheAppSaysAndNothingByItself() {
    var app = AppBuilder.of("/x").cmd("sleep 1");
    assertThat(CustomExecutor.of(app.build(), "/opt/usual").orElseThrow().resources())
        .isEqualTo(new ExecutorResources(0, 0, 0));

    var needs = new ExecutorResources(0.1, 32, 10);
    assertThat(
            CustomExecutor.of(app.executorResources(needs).build(), "/opt/usual")
                .orElseThrow()
                .resources())
        .isEqualTo(needs);
  }

  private static Optional<String> path(String node, String app) {
    return CustomExecutor.of(AppBuilder.of("/x").cmd("sleep 1").executor(app).build(), node)
        .map(CustomExecutor::path);
  }
}
