package dev.marathon.mesos;

import static dev.marathon.mesos.ProtoValues.agentId;
import static dev.marathon.mesos.ProtoValues.duration;
import static dev.marathon.mesos.ProtoValues.labels;
import static dev.marathon.mesos.ProtoValues.taskId;

import dev.marathon.offer.LaunchSpec;
import dev.marathon.offer.Offer;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.CustomExecutor;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** The complete order for one task. */
final class TaskInfoWriter {

  private final LaunchSpec launch;
  private final AppDefinition app;
  private final LaunchSettings settings;
  private final String frameworkId;

  private TaskInfoWriter(LaunchSpec launch, LaunchSettings settings, String frameworkId) {
    this.launch = launch;
    this.app = launch.definition();
    this.settings = settings;
    this.frameworkId = frameworkId;
  }

  /**
   * @throws IllegalArgumentException if the launch does not fit the definition: fewer host ports
   *     than it asks for, a check of a port that it has not
   */
  static TaskInfo write(LaunchSpec launch, LaunchSettings settings, String frameworkId) {
    return new TaskInfoWriter(launch, settings, frameworkId).write();
  }

  private TaskInfo write() {
    var task =
        TaskInfo.newBuilder()
            .setName(DiscoveryWriter.hostName(app.id()))
            .setTaskId(taskId(launch.taskId().toString()))
            .setAgentId(agentId(launch.placement().agentId()))
            .setDiscovery(DiscoveryWriter.write(launch));
    if (!app.labels().isEmpty()) {
      task.setLabels(labels(app.labels()));
    }
    app.taskKillGracePeriodSeconds()
        .map(seconds -> duration(Duration.ofSeconds(seconds)))
        .ifPresent(grace -> task.setKillPolicy(KillPolicy.newBuilder().setGracePeriod(grace)));
    addProbes(task);
    addLimits(task);
    addExecution(task);
    return task.build();
  }

  private void addProbes(TaskInfo.Builder task) {
    var probes = new ProbeWriter(launch);
    probes.healthCheck(app.healthChecks()).ifPresent(task::setHealthCheck);
    app.check().map(probes::check).ifPresent(task::setCheck);
  }

  private void addLimits(TaskInfo.Builder task) {
    app.resourceLimits()
        .ifPresent(
            limits -> {
              limits.cpus().ifPresent(cpus -> task.putLimits("cpus", scalar(cpus)));
              limits.mem().ifPresent(mem -> task.putLimits("mem", scalar(mem)));
            });
  }

  private void addExecution(TaskInfo.Builder task) {
    var container = new ContainerWriter(launch, settings).write();
    var executor = CustomExecutor.of(app, settings.defaultExecutor());
    if (executor.isEmpty()) {
      task.setCommand(CommandWriter.write(launch, settings));
      container.ifPresent(task::setContainer);
      task.addAllResources(Resources.write(launch.taken(), launch.allocationRole()));
      return;
    }
    var shares = ExecutorShare.of(launch, executor.get().resources());
    var info =
        ExecutorInfo.newBuilder()
            .setType(ExecutorInfo.Type.CUSTOM)
            .setExecutorId(ExecutorID.newBuilder().setValue(CustomExecutor.idFor(launch.taskId())))
            .setFrameworkId(FrameworkID.newBuilder().setValue(frameworkId))
            .setCommand(CommandWriter.executor(launch, settings, executor.get().path()))
            .addAllResources(resources(shares.executor()));
    container.ifPresent(info::setContainer);
    task.setExecutor(info).addAllResources(resources(shares.task()));
  }

  private List<org.apache.mesos.v1.Protos.Resource> resources(List<Offer.Resource> resources) {
    return Resources.write(resources, launch.allocationRole());
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }
}
