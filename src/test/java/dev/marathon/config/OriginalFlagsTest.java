package dev.marathon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.marathon.config.OriginalFlags.Translated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OriginalFlagsTest {

  /** A value that the setting behind a flag takes, where a number does not do. */
  private static final Map<String, String> VALUES =
      Map.of(
          "new_group_enforce_role", "top",
          "accepted_resource_roles_default_behavior", "reserved",
          "gpu_scheduling_behavior", "unrestricted",
          "access_control_allow_origin", "http://ui.example",
          "http_credentials", "user:password",
          "http_endpoints", "http://a/cb,http://b/cb",
          "local_port_min", "10100",
          "local_port_max", "10900",
          "mesos_authentication_secret_file", "");

  private static Translated translate(String... arguments) {
    return OriginalFlags.translate(List.of(arguments));
  }

  static List<List<String>> table() {
    try (var in = OriginalFlags.class.getResourceAsStream("/flags.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split("\\s+", 4)))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<List<String>> settingFlags() {
    return table().stream().filter(columns -> columns.get(2).equals("=")).toList();
  }

  @Test
  void everyLineOfTheTableIsWellFormed() {
    assertThat(table())
        .allSatisfy(
            columns -> {
              assertThat(columns).as(columns.get(0)).hasSize(4);
              assertThat(columns.get(1)).as(columns.get(0)).isIn("value", "toggle", "bare");
              assertThat(columns.get(2)).as(columns.get(0)).isIn("=", "-", "!");
            });
    assertThat(table().stream().map(columns -> columns.get(0))).doesNotHaveDuplicates();
  }

  @Test
  void everyFlagThatSetsSomethingNamesAKeyOfReferenceConf() {
    var reference =
        ConfigFactory.parseResources(
                Settings.class,
                "/reference.conf",
                ConfigParseOptions.defaults().setAllowMissing(false))
            .getConfig("marathon");
    assertThat(settingFlags())
        .allSatisfy(
            columns ->
                assertThat(reference.hasPath(columns.get(3).split(" ")[0]))
                    .as("%s of --%s", columns.get(3), columns.get(0))
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("settingFlags")
  void everyFlagThatSetsSomethingGivesAValueThatItsKeyTakes(List<String> columns) {
    var name = columns.get(0);
    var translated =
        columns.get(1).equals("value")
            ? translate("--" + name, VALUES.getOrDefault(name, "7"))
            : translate("--" + name);
    var given = ConfigFactory.parseMap(translated.settings()).atPath("marathon");
    var key = "marathon." + columns.get(3).split(" ")[0];
    var settings = Settings.load(Optional.empty(), given);
    assertThat(settings.raw().getValue(key).unwrapped())
        .isEqualTo(translated.settings().get(columns.get(3).split(" ")[0]));
  }

  @Test
  void valuesComeInlineOrAsTheNextArgumentWithDashesOrUnderscores() {
    assertThat(translate("--env_vars_prefix", "X_").settings())
        .isEqualTo(translate("--env-vars-prefix=X_").settings())
        .isEqualTo(Map.of("scheduling.env-vars-prefix", "X_"));
  }

  @Test
  void bareNumbersGetTheUnitOfTheOriginal() {
    assertThat(translate("--failover_timeout", "60", "--kill_retry_timeout=500").settings())
        .isEqualTo(Map.of("mesos.failover-timeout", "60s", "scheduling.kill-retry", "500ms"));
    assertThat(translate("--failover_timeout", "2 days").settings())
        .isEqualTo(Map.of("mesos.failover-timeout", "2 days"));
  }

  @Test
  void togglesHaveANegation() {
    assertThat(translate("--checkpoint").settings()).isEqualTo(Map.of("mesos.checkpoint", true));
    assertThat(translate("--disable_checkpoint").settings())
        .isEqualTo(translate("--disable-checkpoint").settings())
        .isEqualTo(Map.of("mesos.checkpoint", false));
  }

  @Test
  void aSwitchWithAValueIsOnOrOffAsItSays() {
    assertThat(translate("--checkpoint=false").settings())
        .isEqualTo(translate("--disable_checkpoint=true").settings())
        .isEqualTo(Map.of("mesos.checkpoint", false));
    assertThat(translate("--disable_http=TRUE").settings()).isEqualTo(Map.of("https.only", true));
    assertThatThrownBy(() -> translate("--checkpoint=maybe"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("--checkpoint");
  }

  @Test
  void onlyTogglesHaveANegation() {
    assertThat(translate("--disable_webui_url").rest()).containsExactly("--disable_webui_url");
  }

  @Test
  void theLastOfTheSameFlagCounts() {
    assertThat(translate("--mesos_user", "a", "--mesos_user", "b").settings())
        .isEqualTo(Map.of("mesos.user", "b"));
  }

  @Test
  void flagsWithoutEffectWarnAndTakeTheirValueAlong() {
    var translated = translate("--zk", "zk://h:2181/marathon", "--http-port", "80");
    assertThat(translated.warnings())
        .containsExactly("--zk has no effect: state is not kept in ZooKeeper");
    assertThat(translated.rest()).containsExactly("--http-port", "80");
    assertThat(translated.settings()).isEmpty();
  }

  @Test
  void flagsThatMustNotBeIgnoredAreRefused() {
    assertThatThrownBy(() -> translate("--plugin_dir", "/plugins"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("--plugin_dir");
  }

  @Test
  void aMissingValueIsRefused() {
    assertThatThrownBy(() -> translate("--mesos_user"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage("--mesos_user needs a value");
  }

  @Test
  void whatIsNotInTheTableStays() {
    assertThat(translate("--agents", "3", "x", "--data=d").rest())
        .containsExactly("--agents", "3", "x", "--data=d");
  }

  @Test
  void variablesAreFlags() {
    var environment =
        Map.of(
            "MARATHON_HTTP_PORT", "80",
            "MARATHON_CHECKPOINT", "",
            "MARATHON_APP_ID", "/me",
            "MARATHON_HOME", "/opt/marathon",
            "PATH", "/bin");
    assertThat(OriginalFlags.fromEnvironment(environment, List.of("server")))
        .containsExactly("--checkpoint", "--http_port=80");
    assertThat(OriginalFlags.fromEnvironment(environment, List.of("--http-port=81")))
        .containsExactly("--checkpoint");
  }

  /** Who has a server and its client on one machine sets them for both. */
  @Test
  void whatTheClientReadsIsNoFlag() {
    assertThat(
            OriginalFlags.fromEnvironment(
                Map.of("MARATHON_HOST", "http://m:8080", "MARATHON_TOKEN", "t"), List.of()))
        .isEmpty();
  }

  @Test
  void variablesSharedWithOtherProductsFillInWhatNothingElseSets() {
    var shared = Map.of("MESOSPHERE_HTTP_CREDENTIALS", "a:b");
    assertThat(OriginalFlags.fromEnvironment(shared, List.of()))
        .containsExactly("--http_credentials=a:b");
    assertThat(OriginalFlags.fromEnvironment(shared, List.of("--http-credentials", "c:d")))
        .isEmpty();
    assertThat(
            OriginalFlags.fromEnvironment(
                Map.of("MESOSPHERE_HTTP_CREDENTIALS", "a:b", "MARATHON_HTTP_CREDENTIALS", "c:d"),
                List.of()))
        .containsExactly("--http_credentials=c:d");
  }
}
