package dev.marathon.mesos;

import static dev.marathon.mesos.ProtoValues.agentId;
import static dev.marathon.mesos.ProtoValues.duration;
import static dev.marathon.mesos.ProtoValues.offerId;
import static dev.marathon.mesos.ProtoValues.taskId;

import com.google.protobuf.ByteString;
import dev.marathon.base.Unhandled;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Calls as the master reads them. */
public final class CallWriter {

  private final FrameworkSettings framework;
  private final LaunchSettings launch;
  private final String frameworkId;

  /** For the calls of one subscribed framework. */
  public CallWriter(FrameworkSettings framework, LaunchSettings launch, String frameworkId) {
    this.framework = framework;
    this.launch = launch;
    this.frameworkId = frameworkId;
  }

  /** The call that opens the event stream, the only one without a stream id. */
  public static Call subscribe(
      Optional<String> frameworkId, FrameworkSettings framework, Set<String> suppressedRoles) {
    var call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(
                Call.Subscribe.newBuilder()
                    .setFrameworkInfo(FrameworkWriter.write(framework, frameworkId))
                    .addAllSuppressedRoles(new TreeSet<>(suppressedRoles)));
    frameworkId.ifPresent(id -> call.setFrameworkId(FrameworkWriter.frameworkId(id)));
    return call.build();
  }

  /**
   * @throws IllegalArgumentException if the call is not one that Mesos could understand: a launch
   *     that does not fit its definition, a uuid that is not base64
   */
  public Call write(MesosCall call) {
    var out = Call.newBuilder().setFrameworkId(FrameworkWriter.frameworkId(frameworkId));
    if (call instanceof MesosCall.Accept accept) {
      return out.setType(Call.Type.ACCEPT).setAccept(accept(accept)).build();
    }
    if (call instanceof MesosCall.Decline decline) {
      return out.setType(Call.Type.DECLINE)
          .setDecline(
              Call.Decline.newBuilder()
                  .addAllOfferIds(decline.offers().stream().map(ProtoValues::offerId).toList())
                  .setFilters(refuse(decline.refuse())))
          .build();
    }
    if (call instanceof MesosCall.Revive revive) {
      if (!revive.roles().isEmpty()) {
        out.setRevive(Call.Revive.newBuilder().addAllRoles(new TreeSet<>(revive.roles())));
      }
      return out.setType(Call.Type.REVIVE).build();
    }
    if (call instanceof MesosCall.Suppress suppress) {
      if (!suppress.roles().isEmpty()) {
        out.setSuppress(Call.Suppress.newBuilder().addAllRoles(new TreeSet<>(suppress.roles())));
      }
      return out.setType(Call.Type.SUPPRESS).build();
    }
    if (call instanceof MesosCall.Kill kill) {
      return out.setType(Call.Type.KILL).setKill(kill(kill)).build();
    }
    if (call instanceof MesosCall.Acknowledge acknowledge) {
      return out.setType(Call.Type.ACKNOWLEDGE).setAcknowledge(acknowledge(acknowledge)).build();
    }
    if (call instanceof MesosCall.Reconcile reconcile) {
      return out.setType(Call.Type.RECONCILE).setReconcile(reconcile(reconcile)).build();
    }
    if (call instanceof MesosCall.UpdateFramework update) {
      return out.setType(Call.Type.UPDATE_FRAMEWORK).setUpdateFramework(update(update)).build();
    }
    if (call instanceof MesosCall.Teardown) {
      return out.setType(Call.Type.TEARDOWN).build();
    }
    throw new Unhandled(call);
  }

  private Call.Accept accept(MesosCall.Accept accept) {
    var out = Call.Accept.newBuilder().setFilters(refuse(accept.refuse()));
    accept.offers().forEach(id -> out.addOfferIds(offerId(id)));
    if (!accept.launches().isEmpty()) {
      var tasks = Operation.Launch.newBuilder();
      accept
          .launches()
          .forEach(task -> tasks.addTaskInfos(TaskInfoWriter.write(task, launch, frameworkId)));
      out.addOperations(Operation.newBuilder().setType(Operation.Type.LAUNCH).setLaunch(tasks));
    }
    return out.build();
  }

  private static Call.Kill kill(MesosCall.Kill kill) {
    var out = Call.Kill.newBuilder().setTaskId(taskId(kill.taskId()));
    kill.agentId().ifPresent(id -> out.setAgentId(agentId(id)));
    kill.grace()
        .ifPresent(
            grace -> out.setKillPolicy(KillPolicy.newBuilder().setGracePeriod(duration(grace))));
    return out.build();
  }

  private static Call.Acknowledge acknowledge(MesosCall.Acknowledge acknowledge) {
    return Call.Acknowledge.newBuilder()
        .setAgentId(agentId(acknowledge.agentId()))
        .setTaskId(taskId(acknowledge.taskId()))
        .setUuid(ByteString.copyFrom(Base64.getDecoder().decode(acknowledge.uuid())))
        .build();
  }

  private static Call.Reconcile reconcile(MesosCall.Reconcile reconcile) {
    var out = Call.Reconcile.newBuilder();
    for (MesosCall.TaskQuestion question : reconcile.tasks()) {
      var task = Call.Reconcile.Task.newBuilder().setTaskId(taskId(question.taskId()));
      question.agentId().ifPresent(id -> task.setAgentId(agentId(id)));
      out.addTasks(task);
    }
    return out.build();
  }

  private Call.UpdateFramework update(MesosCall.UpdateFramework update) {
    return Call.UpdateFramework.newBuilder()
        .setFrameworkInfo(
            FrameworkWriter.write(framework.withRoles(update.roles()), Optional.of(frameworkId)))
        .addAllSuppressedRoles(new TreeSet<>(update.suppressed()))
        .build();
  }

  private static Filters refuse(Duration length) {
    return Filters.newBuilder().setRefuseSeconds(length.toMillis() / 1000.0).build();
  }
}
