package dev.marathon.local.agent;

import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What a {@link Probe} found. */
sealed interface ProbeResult {

  /** Whether it means that the task is well. */
  boolean healthy();

  /** As a status update shows it. */
  CheckStatusInfo shown(TaskInfo task);

  record Exit(int code) implements ProbeResult {

    @Override
    public boolean healthy() {
      return code == 0;
    }

    @Override
    public CheckStatusInfo shown(TaskInfo task) {
      var result = CheckStatusInfo.Command.newBuilder().setExitCode(code);
      return Statuses.noResult(task).toBuilder().setCommand(result).build();
    }
  }

  record Status(int code) implements ProbeResult {

    @Override
    public boolean healthy() {
      return code >= 200 && code < 400;
    }

    @Override
    public CheckStatusInfo shown(TaskInfo task) {
      var result = CheckStatusInfo.Http.newBuilder().setStatusCode(code);
      return Statuses.noResult(task).toBuilder().setHttp(result).build();
    }
  }

  record Connection(boolean succeeded) implements ProbeResult {

    @Override
    public boolean healthy() {
      return succeeded;
    }

    @Override
    public CheckStatusInfo shown(TaskInfo task) {
      var result = CheckStatusInfo.Tcp.newBuilder().setSucceeded(succeeded);
      return Statuses.noResult(task).toBuilder().setTcp(result).build();
    }
  }

  /** It took too long, or nobody was there to answer. */
  record Nothing() implements ProbeResult {

    @Override
    public boolean healthy() {
      return false;
    }

    @Override
    public CheckStatusInfo shown(TaskInfo task) {
      return Statuses.noResult(task);
    }
  }
}
