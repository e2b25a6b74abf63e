package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.marathon.config.OriginalFlags;
import dev.marathon.config.Settings;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.mesos.client.MasterSource;
import dev.marathon.offer.MatchSettings;
import dev.marathon.scheduler.SchedulerSettings;
import dev.marathon.security.AccessControl;
import dev.marathon.spec.AcceptedRoles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a flag sets has to arrive where it acts. */
class WiringTest {

  private static Wiring wiring(String... flags) {
    var given = OriginalFlags.translate(List.of(flags)).settings();
    var settings =
        Settings.load(
            Optional.empty(),
            ConfigFactory.parseMap(given)
                .withFallback(
                    ConfigFactory.parseMap(Map.of("mesos.master", List.of("http://m:5050"))))
                .atPath("marathon"));
    return new Wiring(settings, Entrance.plain(8080, AccessControl.OPEN));
  }

  @Test
  void withoutFlagsThePartsHaveTheirOwnDefaults() {
    var scheduler = wiring().scheduler();
    assertThat(scheduler).isEqualTo(SchedulerSettings.DEFAULTS);
    assertThat(wiring().ledger()).isEqualTo(LedgerSettings.DEFAULT);
  }

  @Test
  void theSettingsAreShownAsATreeWithoutSecrets() {
    var given =
        Map.of(
            "mesos.role",
            "ops",
            "mesos.master",
            List.of("http://u:hidden@m:5050"),
            "security.credentials",
            "admin:hidden");
    var shown =
        ConfigJson.of(
            Settings.load(Optional.empty(), ConfigFactory.parseMap(given).atPath("marathon")));
    assertThat(shown.at("/marathon/mesos/role").asText()).isEqualTo("ops");
    assertThat(shown.at("/marathon/mesos/master/0").asText()).isEqualTo("http://********@m:5050");
    assertThat(shown.at("/marathon/http/port").isNumber()).isTrue();
    assertThat(shown.at("/marathon/security/credentials").asText()).isEqualTo("********");
    assertThat(shown.toString()).doesNotContain("hidden");
  }

  @Test
  void flagsOfMatchingArrive() {
    var matching =
        wiring(
                "--accepted_resource_roles_default_behavior=reserved",
                "--gpu_scheduling_behavior=unrestricted",
                "--disable_maintenance_mode",
                "--draining_seconds=60",
                "--max_instances_per_offer=7")
            .scheduler()
            .matching();
    assertThat(matching.acceptedRoles()).isEqualTo(AcceptedRoles.RESERVED);
    assertThat(matching.gpus()).isEqualTo(MatchSettings.GpuScheduling.UNRESTRICTED);
    assertThat(matching.maintenance()).isFalse();
    assertThat(matching.draining()).isEqualTo(Duration.ofMinutes(1));
    assertThat(matching.launchesPerRound()).isEqualTo(7);
  }

  @Test
  void theExecutorArrivesWhereverItCounts() {
    var wiring = wiring("--executor=/opt/own");
    assertThat(wiring.scheduler().matching().defaultExecutor()).isEqualTo("/opt/own");
    assertThat(wiring.client().launch().defaultExecutor()).isEqualTo("/opt/own");
    assertThat(wiring.spec().defaultExecutor()).isEqualTo("/opt/own");
  }

  @Test
  void mastersOfZooKeeperSpeakHttpsIfToldSo() {
    assertThat(masters(Map.of("mesos.tls", true)).tls()).isTrue();
    assertThat(masters(Map.of()).tls()).isFalse();
  }

  private static MasterSource.ZooKeeper masters(Map<String, Object> more) {
    var config =
        ConfigFactory.parseMap(more)
            .withFallback(ConfigFactory.parseMap(Map.of("mesos.master", List.of("zk://z:1/m"))))
            .atPath("marathon");
    var settings = Settings.load(Optional.empty(), config);
    var wiring = new Wiring(settings, Entrance.plain(8080, AccessControl.OPEN));
    boolean tls = more.containsKey("mesos.tls");
    assertThat(wiring.operator().master().tls()).isEqualTo(tls);
    assertThat(settings.mesos().masterUi("m", 5050))
        .isEqualTo((tls ? "https" : "http") + "://m:5050/");
    return (MasterSource.ZooKeeper) wiring.client().masters();
  }

  @Test
  void flagsOfTheSchedulerArrive() {
    var wiring =
        wiring(
            "--kill_chunk_size=7",
            "--kill_retry_timeout=8000",
            "--min_revive_offers_interval=9000",
            "--decline_offer_duration=10000",
            "--reconciliation_interval=11000",
            "--task_launch_timeout=12000");
    var scheduler = wiring.scheduler();
    assertThat(scheduler.killsInFlight()).isEqualTo(7);
    assertThat(scheduler.killRetry()).isEqualTo(Duration.ofSeconds(8));
    assertThat(scheduler.reviveInterval()).isEqualTo(Duration.ofSeconds(9));
    assertThat(scheduler.declineFor()).isEqualTo(Duration.ofSeconds(10));
    assertThat(scheduler.reconcile().every()).isEqualTo(Duration.ofSeconds(11));
    assertThat(wiring.ledger().launchTimeout()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void flagsOfTheApiAndTheTreeArrive() {
    var wiring =
        wiring(
            "--disable_http_compression",
            "--http_max_concurrent_requests=7",
            "--new_group_enforce_role=top");
    assertThat(wiring.traffic().compression()).isFalse();
    assertThat(wiring.traffic().maxConcurrent()).isEqualTo(7);
    assertThat(wiring.group().newGroupEnforceRole()).isTrue();
    assertThat(wiring.spec().newGroupEnforceRole()).isTrue();
  }

  @Test
  void flagOfHealthChecksArrives() {
    var wiring = wiring("--max_concurrent_marathon_health_checks=256");
    assertThat(wiring.settings().health().maxInFlight()).isEqualTo(256);
  }

  @Test
  void flagsOfMesosArrive() {
    var wiring =
        wiring("--mesos_heartbeat_failure_threshold=7", "--mesos_leader_ui_url=http://ui/");
    assertThat(wiring.client().heartbeatsMissed()).isEqualTo(7);
    assertThat(InfoJson.of(wiring).at("/marathon_config/mesos_leader_ui_url").asText())
        .isEqualTo("http://ui/");
  }
}
