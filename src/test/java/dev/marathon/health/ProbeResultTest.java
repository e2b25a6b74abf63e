package dev.marathon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.ReadinessCheck;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers mean for health checks and for readiness checks. */
class ProbeResultTest {

  private static final TaskId TASK =
      new InstanceId(new AppId("/web").safe(), new UUID(0, 1)).task(1);

  private static HealthCheck check(boolean ignoreHttp1xx) {
    return new HealthCheck(
        HealthCheck.Protocol.HTTP,
        Optional.empty(),
        Optional.of("/"),
        Optional.of(0),
        Optional.empty(),
        0,
        10,
        5,
        3,
        0,
        ignoreHttp1xx,
        Optional.empty());
  }

  private static ReadinessCheck readiness(boolean preserve) {
    return new ReadinessCheck("up", "HTTP", "/", "http-api", 30, 10, List.of(200, 302), preserve);
  }

  private static ProbeAnswer status(int status) {
    return new ProbeAnswer.Status(status, "text/plain", "hello");
  }

  @ParameterizedTest
  @CsvSource({
    "100, false, Unhealthy", "199, false, Unhealthy", "100, true, Neutral", "199, true, Neutral",
    "200, false, Healthy", "204, true, Healthy", "302, false, Healthy", "399, false, Healthy",
    "400, false, Unhealthy", "404, true, Unhealthy", "500, false, Unhealthy"
  })
  void statusFrom200To399IsHealthyAnd1xxMayBeIgnored(int status, boolean ignore, String result) {
    assertThat(ProbeResult.of(check(ignore), status(status)).getClass().getSimpleName())
        .isEqualTo(result);
  }

  @Test
  void badStatusIsAnAnswerAndSilenceIsNone() {
    assertThat(ProbeResult.of(check(false), status(503)))
        .isEqualTo(new ProbeResult.Unhealthy("answered with HTTP status 503", true));
    assertThat(ProbeResult.of(check(false), new ProbeAnswer.Silence("refused")))
        .isEqualTo(new ProbeResult.Unhealthy("refused", false));
  }

  @Test
  void connectionIsHealthyAndWhatWeCouldNotAskSaysNothing() {
    assertThat(ProbeResult.of(check(false), new ProbeAnswer.Connected()))
        .isEqualTo(new ProbeResult.Healthy());
    assertThat(ProbeResult.of(check(false), new ProbeAnswer.Interrupted("paused")))
        .isEqualTo(new ProbeResult.Neutral());
    assertThat(ReadinessResult.of(readiness(true), TASK, new ProbeAnswer.Interrupted("paused")))
        .isEmpty();
  }

  @Test
  void taskIsReadyByTheListedStatusCodesOnly() {
    assertThat(ReadinessResult.of(readiness(false), TASK, status(200)))
        .contains(new ReadinessResult("up", TASK, true, Optional.empty()));
    assertThat(ReadinessResult.of(readiness(false), TASK, status(302)).get().ready()).isTrue();
    assertThat(ReadinessResult.of(readiness(false), TASK, status(204)).get().ready()).isFalse();
  }

  @Test
  void lastResponseIsKeptOnRequestAndSilenceLooksLikeThatOfAGateway() {
    assertThat(ReadinessResult.of(readiness(true), TASK, status(503)).get().lastResponse())
        .contains(new ReadinessResult.Response(503, "text/plain", "hello"));
    assertThat(
            ReadinessResult.of(readiness(true), TASK, new ProbeAnswer.Silence("no answer"))
                .get()
                .lastResponse())
        .contains(new ReadinessResult.Response(504, "text/plain", "no answer"));
  }
}
