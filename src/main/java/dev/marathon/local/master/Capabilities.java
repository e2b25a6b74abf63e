package dev.marathon.local.master;

import java.util.EnumSet;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/** What a framework said it understands. */
record Capabilities(Set<Capability.Type> types) {

  static Capabilities of(FrameworkInfo framework) {
    var types = EnumSet.noneOf(Capability.Type.class);
    framework.getCapabilitiesList().forEach(each -> types.add(each.getType()));
    return new Capabilities(types);
  }

  boolean multiRole() {
    return types.contains(Capability.Type.MULTI_ROLE);
  }

  boolean reservationRefinement() {
    return types.contains(Capability.Type.RESERVATION_REFINEMENT);
  }

  boolean partitionAware() {
    return types.contains(Capability.Type.PARTITION_AWARE);
  }

  boolean taskKillingState() {
    return types.contains(Capability.Type.TASK_KILLING_STATE);
  }

  boolean gpuResources() {
    return types.contains(Capability.Type.GPU_RESOURCES);
  }

  boolean regionAware() {
    return types.contains(Capability.Type.REGION_AWARE);
  }

  boolean sharedResources() {
    return types.contains(Capability.Type.SHARED_RESOURCES);
  }
}
