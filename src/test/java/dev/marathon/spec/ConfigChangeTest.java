package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {

  private static final Version LATER = Version.parse("2030-01-01T00:00:00.000Z");

  @Test
  void countsAndVersionsAreNoConfiguration() {
    for (var app : Samples.all()) {
      var scaled =
          app.withInstances(app.instances() + 1).withVersion(LATER, new VersionInfo(LATER, LATER));
      assertThat(ConfigChange.between(app, scaled)).isEqualTo(ConfigChange.SCALE);
      assertThat(ConfigChange.between(scaled, scaled)).isEqualTo(ConfigChange.NONE);
      assertThat(ConfigHash.of(app)).isEqualTo(ConfigHash.of(scaled)).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void everythingElseIs() {
    List<UnaryOperator<AppBuilder>> changes =
        List.of(
            app -> app.cmd("other"),
            app -> app.args(List.of("a")),
            app -> app.user("other"),
            app -> app.env(Map.of("A", new EnvValue.Text("1"))),
            app -> app.cpus(9),
            app -> app.mem(9),
            app -> app.disk(9),
            app -> app.gpus(9),
            app -> app.executor("/other"),
            app -> app.executorResources(new ExecutorResources(1, 99, 99)),
            app -> app.constraints(List.of()),
            app -> app.acceptedResourceRoles(List.of("*")),
            app -> app.role("other"),
            app -> app.fetch(List.of()),
            app -> app.networks(List.of()),
            app -> app.portDefinitions(List.of()),
            app -> app.requirePorts(true),
            app -> app.backoffSeconds(9),
            app -> app.backoffFactor(9),
            app -> app.maxLaunchDelaySeconds(9),
            app -> app.healthChecks(List.of()),
            app -> app.taskKillGracePeriodSeconds(9),
            app -> app.upgradeStrategy(new UpgradeStrategy(0, 0)),
            app -> app.killSelection(KillSelection.YOUNGEST_FIRST),
            app -> app.unreachableStrategy(new UnreachableStrategy.Disabled()),
            app -> app.dependencies(List.of()),
            app -> app.labels(Map.of()),
            app -> app.secrets(Map.of()),
            app -> app.tty(false),
            app -> app.resourceLimits(new ResourceLimits(Optional.empty(), Optional.empty())));
    var app = Samples.full();
    for (int i = 0; i < changes.size(); i++) {
      var changed = changes.get(i).apply(app.toBuilder()).build();
      assertThat(ConfigChange.between(app, changed))
          .as("change " + i)
          .isEqualTo(ConfigChange.CONFIG);
      assertThat(ConfigHash.of(changed)).as("change " + i).isNotEqualTo(ConfigHash.of(app));
    }
  }

  @Test
  void orderDoesNotMatterInSetsAndMaps() {
    var app =
        Samples.full().toBuilder()
            .dependencies(List.of(new PathId("/a"), new PathId("/b")))
            .build();
    var env = new LinkedHashMap<String, EnvValue>();
    env.put("PW", new EnvValue.SecretRef("pw"));
    env.put("PLAIN", new EnvValue.Text("text"));
    var turned =
        app.toBuilder()
            .env(env)
            .dependencies(List.of(new PathId("/b"), new PathId("/a")))
            .constraints(List.of(app.constraints().get(1), app.constraints().get(0)))
            .acceptedResourceRoles(List.of("prod", "*"))
            .build();
    assertThat(ConfigChange.between(app, turned)).isEqualTo(ConfigChange.NONE);
    assertThat(ConfigHash.of(turned)).isEqualTo(ConfigHash.of(app));
  }

  @Test
  void theHashIsTheSameInEveryRun() {
    assertThat(ConfigHash.of(Samples.small())).isEqualTo("be495508b42c216fba66d27411400c86");
  }
}
