package dev.marathon.store.lease;

import akka.actor.ExtendedActorSystem;
import akka.coordination.lease.LeaseSettings;
import akka.coordination.lease.javadsl.Lease;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The store's leases in the form that Akka's singleton and split brain resolver ask for; named in
 * the configuration by its class.
 */
public final class StoreLease extends Lease {

  private final LeaseSettings settings;
  private final Leases leases;
  private final boolean partition;
  private final LeaseWorker worker;

  /** The newest listener; Akka names one at each attempt. */
  private volatile Consumer<Optional<Throwable>> lost = nobody -> {};

  /** Called by Akka. */
  public StoreLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    this.leases = Leases.get(system);
    this.partition = !settings.leaseName().contains("-singleton-");
    this.worker = leases.worker(partition ? Leases.PARTITION : Leases.ACTIVE);
    if (!partition) {
      worker.whenLost(why -> lost.accept(Optional.of(new IllegalStateException(why))));
    }
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return partition ? worker.claim(leases::side) : worker.acquire();
  }

  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> listener) {
    lost = listener;
    return acquire();
  }

  @Override
  public CompletionStage<Boolean> release() {
    return worker.release();
  }

  /** A decision about a partition asks the store every time: another node may have taken it. */
  @Override
  public boolean checkLease() {
    return !partition && worker.keeper().valid();
  }
}
