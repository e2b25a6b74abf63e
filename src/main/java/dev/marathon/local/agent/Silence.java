package dev.marathon.local.agent;

import dev.marathon.local.StatusSink;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Listens to nothing: what a runner reports to before it is started. */
final class Silence implements StatusSink {

  static final StatusSink SINK = new Silence();

  @Override
  public void update(FrameworkID framework, TaskStatus status) {}

  @Override
  public void state(FrameworkID framework, TaskID task, TaskState latest, boolean terminal) {}

  @Override
  public void executorExited(FrameworkID framework, ExecutorID executor, int status) {}
}
