package dev.marathon.mesos;

import dev.marathon.base.InstanceId;
import dev.marathon.instance.Placement;
import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.Offer;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Launches for tests: host {@code agent1}, role {@code prod}, first incarnation. */
public final class Launches {

  static final UUID NUMBER = UUID.fromString("b1c2d3e4-0000-1000-8000-000000000001");

  private Launches() {}

  public static LaunchSpec of(AppBuilder app, Integer... ports) {
    return of(app.build(), ports);
  }

  static LaunchSpec of(AppDefinition app, Integer... ports) {
    var taken = new ArrayList<Offer.Resource>();
    taken.add(new Offer.Resource.Scalar("cpus", "*", app.cpus(), Optional.empty()));
    taken.add(new Offer.Resource.Scalar("mem", "prod", app.mem(), Optional.empty()));
    if (ports.length > 0) {
      var ranges = List.of(ports).stream().map(port -> new Offer.PortRange(port, port)).toList();
      taken.add(new Offer.Resource.Ranges("ports", "*", ranges, Optional.empty()));
    }
    var placement =
        new Placement("S1", "agent1", List.of(ports), Optional.empty(), Optional.empty(), Map.of());
    return new LaunchSpec(
        new InstanceId(app.id().safe(), NUMBER).task(1), app, false, placement, "prod", taken);
  }

  static LaunchSpec taking(AppDefinition app, List<Offer.Resource> taken) {
    var launch = of(app);
    return new LaunchSpec(
        launch.taskId(),
        launch.definition(),
        launch.enforceRole(),
        launch.placement(),
        launch.allocationRole(),
        taken);
  }
}
