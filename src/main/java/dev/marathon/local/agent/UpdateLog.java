package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Where it is kept what happened to one task, so that it survives the agent. */
interface UpdateLog {

  /** Keeps nothing. */
  UpdateLog NONE =
      new UpdateLog() {
        @Override
        public void update(TaskStatus status) {}

        @Override
        public void acknowledged(ByteString uuid) {}

        @Override
        public void ending(EndCause cause, Instant deadline) {}

        @Override
        public void forgotten() {}

        @Override
        public void settled(TaskStatus latest) {}
      };

  /** An update was made; it will be sent until acknowledged. */
  void update(TaskStatus status);

  /** The update with this uuid need not be sent again. */
  void acknowledged(ByteString uuid);

  /**
   * The task is being ended.
   *
   * @param deadline when SIGKILL is due
   */
  void ending(EndCause cause, Instant deadline);

  /** Nobody wants to know about the task any more. */
  void forgotten();

  /** Every update was acknowledged: only the latest is still needed. */
  void settled(TaskStatus latest);
}
