package dev.marathon.local.master;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;

/** Ids as messages, and what Mesos allows in those that others choose. */
final class Ids {
  private Ids() {}

  static FrameworkID framework(String id) {
    return FrameworkID.newBuilder().setValue(id).build();
  }

  static AgentID agent(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  static OfferID offer(String id) {
    return OfferID.newBuilder().setValue(id).build();
  }

  static TaskID task(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  static ExecutorID executor(String id) {
    return ExecutorID.newBuilder().setValue(id).build();
  }

  /** Why an id is not allowed (it becomes a directory name); empty if it is. */
  static Optional<String> invalid(String id) {
    if (id.isEmpty()) {
      return Optional.of("ID must not be empty");
    }
    if (id.length() > 255) {
      return Optional.of("ID must not be greater than 255 characters");
    }
    if (id.equals(".") || id.equals("..")) {
      return Optional.of("'" + id + "' is disallowed");
    }
    if (id.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\')) {
      return Optional.of("'" + id + "' contains invalid characters");
    }
    return Optional.empty();
  }

  static ByteString bytes(UUID uuid) {
    var bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.array());
  }
}
