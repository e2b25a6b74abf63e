package dev.marathon.local.agent;

import java.time.Duration;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** Tasks and frameworks as a master hands them to an agent. */
final class Given {

  static final AgentID AGENT = AgentID.newBuilder().setValue("m-S0").build();
  static final FrameworkID ID = FrameworkID.newBuilder().setValue("m-0000").build();
  static final FrameworkInfo FRAMEWORK =
      FrameworkInfo.newBuilder()
          .setUser("")
          .setName("test")
          .setId(ID)
          .setCheckpoint(true)
          .addCapabilities(capability(FrameworkInfo.Capability.Type.TASK_KILLING_STATE))
          .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE))
          .build();

  private Given() {}

  static FrameworkInfo.Capability.Builder capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type);
  }

  static TaskID id(String task) {
    return TaskID.newBuilder().setValue(task).build();
  }

  static ExecutorID executor(String executor) {
    return ExecutorID.newBuilder().setValue(executor).build();
  }

  static TaskInfo.Builder task(String id, CommandInfo command) {
    return TaskInfo.newBuilder()
        .setName("app")
        .setTaskId(id(id))
        .setAgentId(AGENT)
        .addResources(
            Resource.newBuilder()
                .setName("cpus")
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(0.1))
                .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("web")))
        .setCommand(command);
  }

  static TaskInfo shell(String id, String line) {
    return task(id, command(line)).build();
  }

  static TaskInfo shell(String id, String line, Duration grace) {
    return task(id, command(line))
        .setKillPolicy(
            KillPolicy.newBuilder()
                .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(grace.toNanos())))
        .build();
  }

  static CommandInfo command(String line) {
    return CommandInfo.newBuilder().setValue(line).build();
  }

  static ExecutorInfo pod(String id) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.DEFAULT)
        .setExecutorId(executor(id))
        .setFrameworkId(ID)
        .build();
  }
}
