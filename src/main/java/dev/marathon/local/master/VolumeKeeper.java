package dev.marathon.local.master;

import org.apache.mesos.v1.Protos.Resource;

/** Keeps the data of persistent volumes. */
@FunctionalInterface
public interface VolumeKeeper {

  /** DESTROY was done: the data of this volume are not needed any more. */
  void destroyed(AgentLink agent, Resource volume);
}
