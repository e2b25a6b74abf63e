package dev.marathon.mesos.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Goes through a list of masters, round and round. Not thread-safe. */
final class ListedMasters implements LeaderFinder {

  private final List<MasterAddress> masters;
  private int next;

  ListedMasters(List<MasterAddress> masters) {
    this.masters = masters;
  }

  @Override
  public CompletionStage<MasterAddress> find() {
    var master = masters.get(next);
    next = (next + 1) % masters.size();
    return CompletableFuture.completedFuture(master);
  }

  @Override
  public void close() {}
}
