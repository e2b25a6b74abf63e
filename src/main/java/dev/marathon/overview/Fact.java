package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is worth showing but not stored: after a take-over it is learned anew. */
public sealed interface Fact {

  /** The task of this incarnation is on its way: STAGING or STARTING. */
  record Observed(InstanceId id, int incarnation, Condition condition) implements Fact {}

  /** An app's ledger said what the app lacks; replaces what it said before. */
  record Demanded(Demand demand, Instant at) implements Fact {}

  /**
   * A deployment came to this step.
   *
   * @param step from 1
   */
  record Progressed(UUID deployment, int step) implements Fact {}

  /** Newest results of the readiness checks of an app that is being deployed. */
  record ReadinessChecked(UUID deployment, AppId app, List<ReadinessResult> results)
      implements Fact {
    public ReadinessChecked {
      results = List.copyOf(results);
    }
  }

  /** Newest results of an instance's health checks, in the order of the definition. */
  record HealthChecked(InstanceId id, int incarnation, List<HealthResult> results) implements Fact {
    public HealthChecked {
      results = List.copyOf(results);
    }
  }

  /** How offers were used for an app's launches, counted by the scheduler. */
  record OffersMatched(AppId app, OfferStatistics statistics) implements Fact {}

  /** Mesos gave us this framework id. */
  record Registered(String frameworkId) implements Fact {}

  /** Where the leading Mesos master is. */
  record MasterFound(String host, int port, String url) implements Fact {}
}
