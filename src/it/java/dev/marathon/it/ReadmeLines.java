package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The README's first app, whatever cluster it runs on. */
final class ReadmeLines {

  private static final Duration SOON = Duration.ofSeconds(60);

  private ReadmeLines() {}

  /**
   * Starts, scales and stops an app by the lines of the README, with numbers as texts as HTTPie
   * sends them.
   *
   * @param command of a process that nobody else runs
   */
  static void type(Api api, String command) {
    assertThat(
            api.post(
                    "/v1/apps/start",
                    """
                    {"id":"sleep","cmd":"exec %s","instances":"1","mem":"128","cpus":"0.1"}"""
                        .formatted(command))
                .status())
        .isEqualTo(204);
    await().atMost(SOON).until(() -> Processes.running(command).size() == 1);

    assertThat(api.post("/v1/apps/scale", "{\"id\":\"sleep\",\"instances\":\"2\"}").status())
        .isEqualTo(204);
    await().atMost(SOON).until(() -> Processes.running(command).size() == 2);

    assertThat(api.post("/v1/apps/stop", "{\"id\":\"sleep\"}").status()).isEqualTo(204);
    await().atMost(SOON).until(() -> Processes.running(command).isEmpty());
    assertThat(api.get("/v1/apps").json()).isEmpty();
    assertThat(api.post("/v1/apps/stop", "{\"id\":\"sleep\"}").status()).isEqualTo(404);
  }
}
