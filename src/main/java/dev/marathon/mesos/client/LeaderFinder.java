package dev.marathon.mesos.client;

import dev.marathon.base.Unhandled;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Finds a master that leads or knows who does. */
interface LeaderFinder extends AutoCloseable {

  /**
   * @param blocking runs what waits for the network
   */
  static LeaderFinder of(MesosClientSettings settings, Executor blocking) {
    if (settings.masters() instanceof MasterSource.Listed listed) {
      return new ListedMasters(listed.masters());
    }
    if (settings.masters() instanceof MasterSource.ZooKeeper zooKeeper) {
      return new ZooKeeperMasters(zooKeeper, settings.connectTimeout(), blocking);
    }
    throw new Unhandled(settings.masters());
  }

  /** A good guess; another one each time where there are several. Fails if there is none now. */
  CompletionStage<MasterAddress> find();

  @Override
  void close();
}
