package dev.marathon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Config REFERENCE =
      ConfigFactory.parseResources(
              Settings.class,
              "/reference.conf",
              ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve();

  @Test
  void everyKeyOfReferenceConfIsReadAndNoOther() {
    var read = new ReadKeys();
    Settings.from(read.watch(REFERENCE));
    assertThat(read.keys())
        .containsExactlyInAnyOrderElementsOf(
            REFERENCE.entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith("marathon."))
                .toList());
  }

  @Test
  void everyKeyOfReferenceConfIsExplained() {
    var silent =
        REFERENCE.getConfig("marathon").entrySet().stream()
            .filter(entry -> unexplained(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(silent).isEmpty();
  }

  private static boolean unexplained(ConfigValue value) {
    return value.origin().comments().isEmpty();
  }

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    var settings = Settings.load(Optional.empty(), ConfigFactory.empty());
    assertThat(settings.scheduling().offers().launchesPerRound()).isEqualTo(4_000);
    assertThat(settings.scheduling().offers().reviveInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.scheduling().tasks().killsInFlight()).isEqualTo(2_000);
    assertThat(settings.scheduling().maxRunningDeployments()).isEqualTo(10_000);
    assertThat(settings.scheduling().maxInstancesPerApp()).isEqualTo(100_000);
    assertThat(settings.http().address()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port,                       70000",
    "metrics.statsd.port,             0",
    "metrics.graphite.interval,       0s",
    "audit.retention,                 1s",
    "audit.max-entries,               5",
    "events.callbacks,                http://me:pw@host/",
    "events.callback-timeout,         0s",
    "http.max-concurrent-requests,    -1",
    "http.max-connections,            0",
    "http.max-connections-per-address, 1",
    "store.snapshot-every,            1",
    "store.url,                       mysql://h/d",
    "mesos.heartbeat-failures,        0",
    "scheduling.local-port-min,       30000",
    "scheduling.new-group-enforce-role, always",
    "scheduling.accepted-resource-roles-default-behavior, some",
    "scheduling.gpu-scheduling-behavior, undefined",
    "scheduling.placement,            random",
    "scheduling.max-instances-per-app, 0",
    "scheduling.max-running-deployments, 0",
    "scheduling.draining,             -1s",
    "scheduling.launches-per-round,   0",
    "scheduling.decline-offer-duration, -1s",
    "scheduling.revive-interval,      -1s",
    "scheduling.launch-timeout,       0s",
    "scheduling.default-executor,     ''",
    "scheduling.mesos-bridge-name,    A bridge",
    "scheduling.kills-in-flight,      0",
    "scheduling.kill-retry,           0s",
    "scheduling.reconciliation-interval, 0s",
    "scheduling.launch-timeout,       soon",
    "health.max-in-flight,            1",
    "health.max-in-flight-per-target, 0",
  })
  void aWrongValueIsRefusedByItsKey(String key, String value) {
    var given = ConfigFactory.parseMap(Map.of("marathon." + key, value));
    assertThatThrownBy(() -> Settings.load(Optional.empty(), given))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(key.substring(key.indexOf('.') + 1));
  }

  @Test
  void aSettingThatDoesNotExistIsRefusedWithItsPlace(@TempDir Path directory) throws IOException {
    var file = directory.resolve("marathon.conf");
    Files.writeString(file, "marathon {\n  security { user-file = /etc/marathon/users }\n}\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(file), ConfigFactory.empty()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            "there is no setting security.user-file (%s, line 2); is it security.users-file?"
                .formatted(file));
    var given = ConfigFactory.parseMap(Map.of("marathon.cluster.tls", "on"));
    assertThatThrownBy(() -> Settings.load(Optional.empty(), given))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageStartingWith("there is no setting cluster.tls");
  }

  @Test
  void featuresAreNamesOfTheOriginal() {
    assertThat(scheduling(" gpu_resources", "task_killing ").features())
        .containsExactly("gpu_resources", "task_killing");
    for (var name : List.of("no_such_feature", "sync_proxy", "kamon_metrics", "")) {
      assertThatThrownBy(() -> scheduling("vips", name))
          .isInstanceOf(InvalidSettings.class)
          .hasMessageContaining("scheduling.features")
          .hasMessageContaining("not '" + name + "'");
    }
  }

  private static SchedulingSettings scheduling(String... features) {
    var given = ConfigFactory.parseMap(Map.of("marathon.scheduling.features", List.of(features)));
    return Settings.load(Optional.empty(), given).scheduling();
  }

  @Test
  void aListMayBeGivenByItsItems() {
    var given = ConfigFactory.parseMap(Map.of("marathon.security.open-paths.0", "/readyz"));
    assertThat(Settings.load(Optional.empty(), given).security().openPaths())
        .containsExactly("/readyz");
  }

  /** Files that do not exist here are named by the configurations that we ship. */
  @ParameterizedTest
  @ValueSource(strings = {"marathon.conf", "marathon-cluster.conf"})
  void theConfigurationsThatWeShipAreValid(String name, @TempDir Path directory)
      throws IOException {
    var secret = Files.writeString(directory.resolve("secret"), "hush");
    var here = ConfigFactory.parseMap(Map.of("marathon.store.password-file", secret.toString()));
    var settings = Settings.load(Optional.of(Path.of("conf", name)), here);
    assertThat(settings.mesos().master()).isNotEmpty();
    assertThat(settings.store().shared()).isEqualTo(name.contains("cluster"));
  }
}
