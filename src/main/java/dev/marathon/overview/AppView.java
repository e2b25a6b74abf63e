package dev.marathon.overview;

import dev.marathon.base.InstanceId;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Instance;
import dev.marathon.spec.AppDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * One app as a reader sees it.
 *
 * @param definition newest accepted definition
 * @param instances including those of older definitions that still run
 * @param deployments running deployments that touch the app
 * @param demand newest demand that its ledger announced
 */
public record AppView(
    AppDefinition definition,
    PMap<InstanceId, Instance> instances,
    Optional<LastFailure> lastFailure,
    PSet<UUID> deployments,
    Optional<Demand> demand) {

  public Map<InstanceId, Instance> byId() {
    return instances;
  }
}
