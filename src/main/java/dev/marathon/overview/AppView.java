package dev.marathon.overview;

import dev.marathon.instance.Demand;
import dev.marathon.instance.Failure;
import dev.marathon.instance.Instance;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One app as a reader sees it.
 *
 * @param definition newest accepted definition
 * @param instances including those of older definitions that still run; in no order
 * @param lastFailure newest failure of one of its tasks
 * @param deployment running deployment that holds the app
 * @param demand what the app lacks, as its ledger announced it last
 */
public record AppView(
    AppDefinition definition,
    List<Instance> instances,
    Optional<Failure> lastFailure,
    Optional<UUID> deployment,
    Optional<Demand> demand) {

  public AppView {
    instances = List.copyOf(instances);
  }
}
