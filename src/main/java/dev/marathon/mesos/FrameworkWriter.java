package dev.marathon.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/** The framework as the master knows it. */
final class FrameworkWriter {

  private static final List<Capability.Type> ALWAYS =
      List.of(
          Capability.Type.PARTITION_AWARE,
          Capability.Type.REGION_AWARE,
          Capability.Type.MULTI_ROLE,
          Capability.Type.RESERVATION_REFINEMENT,
          Capability.Type.TASK_KILLING_STATE);

  private FrameworkWriter() {}

  static FrameworkInfo write(FrameworkSettings settings, Optional<String> frameworkId) {
    var info =
        FrameworkInfo.newBuilder()
            .setName(settings.name())
            .setUser(settings.user())
            .addAllRoles(new TreeSet<>(settings.roles()))
            .setFailoverTimeout(settings.failoverTimeout().toMillis() / 1000.0)
            .setCheckpoint(settings.checkpoint());
    settings.hostname().ifPresent(info::setHostname);
    settings.webuiUrl().ifPresent(info::setWebuiUrl);
    settings.principal().ifPresent(info::setPrincipal);
    frameworkId.ifPresent(id -> info.setId(frameworkId(id)));
    var capabilities = new ArrayList<>(ALWAYS);
    if (settings.gpuResources()) {
      capabilities.add(Capability.Type.GPU_RESOURCES);
    }
    capabilities.forEach(type -> info.addCapabilities(Capability.newBuilder().setType(type)));
    return info.build();
  }

  static FrameworkID frameworkId(String id) {
    return FrameworkID.newBuilder().setValue(id).build();
  }
}
