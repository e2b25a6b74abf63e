package dev.marathon.sim;

import dev.marathon.base.AppId;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.Constraint;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.KillSelection;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.ReadinessCheck;
import dev.marathon.spec.UnreachableStrategy;
import dev.marathon.spec.UpgradeStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users want to run: small apps with all that matters to scheduling. */
final class Specs {

  private static final int MOST_INSTANCES = 4;

  private static final List<UpgradeStrategy> UPGRADES =
      List.of(
          new UpgradeStrategy(1, 1),
          new UpgradeStrategy(1, 0),
          new UpgradeStrategy(0.5, 0),
          new UpgradeStrategy(0.5, 0.5),
          new UpgradeStrategy(0, 0),
          new UpgradeStrategy(0.7, 0.34));

  private static final List<UnreachableStrategy> LOSSES =
      List.of(
          new UnreachableStrategy.After(0, 0),
          new UnreachableStrategy.After(10, 60),
          new UnreachableStrategy.After(60, 600),
          new UnreachableStrategy.Disabled());

  private final Chance chance;
  private int configs;

  Specs(Chance chance) {
    this.chance = chance;
  }

  int instances() {
    return chance.below(MOST_INSTANCES + 1);
  }

  /** A new configuration of the app. */
  AppDefinition configuration(AppId id) {
    var app =
        AppBuilder.of(id)
            .cmd("serve " + ++configs)
            .cpus(1)
            .mem(16)
            .instances(instances())
            .backoffSeconds(chance.below(3))
            .maxLaunchDelaySeconds(chance.oneIn(3) ? 300 : 20)
            .upgradeStrategy(chance.of(UPGRADES))
            .unreachableStrategy(chance.of(LOSSES))
            .killSelection(chance.of(List.of(KillSelection.values())))
            .portDefinitions(ports())
            .constraints(constraints());
    if (chance.oneIn(4)) {
      app.healthChecks(List.of(httpCheck()));
    }
    if (chance.oneIn(6)) {
      app.portDefinitions(List.of(new PortDefinition(0, "tcp", Optional.of("web"), Map.of())))
          .readinessChecks(
              List.of(
                  new ReadinessCheck("ready", "HTTP", "/", "web", 30, 10, List.of(200), false)));
    }
    return app.build();
  }

  private List<PortDefinition> ports() {
    var ports = new ArrayList<PortDefinition>();
    for (int some = chance.below(3); some > 0; some--) {
      ports.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
    }
    return ports;
  }

  private List<Constraint> constraints() {
    return switch (chance.below(8)) {
      case 0 -> List.of(new Constraint("hostname", Constraint.Operator.UNIQUE, Optional.empty()));
      case 1 -> List.of(new Constraint("hostname", Constraint.Operator.MAX_PER, Optional.of("2")));
      case 2 -> List.of(new Constraint("hostname", Constraint.Operator.GROUP_BY, Optional.empty()));
      case 3 ->
          List.of(new Constraint("hostname", Constraint.Operator.LIKE, Optional.of("host[0-3]")));
      case 4 ->
          List.of(new Constraint("hostname", Constraint.Operator.UNLIKE, Optional.of("host0")));
      default -> List.of();
    };
  }

  private static HealthCheck httpCheck() {
    return new HealthCheck(
        HealthCheck.Protocol.HTTP,
        Optional.empty(),
        Optional.of("/"),
        Optional.empty(),
        Optional.of(80),
        300,
        60,
        20,
        3,
        15,
        false,
        Optional.empty());
  }
}
