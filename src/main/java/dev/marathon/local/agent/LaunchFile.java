package dev.marathon.local.agent;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * A {@link Launch} on disk.
 *
 * <p>It is not synced: it has to survive this process, not the machine. After a crash of the
 * machine no task is left to be found, and the master answers for those whose records are gone.
 */
final class LaunchFile {

  private static final int FORMAT = 1;

  private LaunchFile() {}

  static void write(Path file, Launch launch) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    out.writeUTF(launch.container());
    out.writeBoolean(launch.checkpoint());
    out.writeLong(launch.at().toEpochMilli());
    put(out, launch.framework().toByteArray());
    put(out, launch.task().toByteArray());
    out.writeBoolean(launch.pod().isPresent());
    if (launch.pod().isPresent()) {
      var pod = launch.pod().get();
      put(out, pod.executor().toByteArray());
      out.writeUTF(pod.container());
      out.writeUTF(pod.group());
    }
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, bytes.toByteArray());
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * @throws IOException if there is none or it is damaged
   */
  static Launch read(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException(file + " has format " + format);
      }
      var container = in.readUTF();
      boolean checkpoint = in.readBoolean();
      var at = Instant.ofEpochMilli(in.readLong());
      var framework = FrameworkInfo.parseFrom(get(in));
      var task = TaskInfo.parseFrom(get(in));
      Optional<Launch.Pod> pod =
          in.readBoolean()
              ? Optional.of(
                  new Launch.Pod(ExecutorInfo.parseFrom(get(in)), in.readUTF(), in.readUTF()))
              : Optional.empty();
      return new Launch(framework, task, container, pod, checkpoint, at);
    }
  }

  private static void put(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] get(DataInputStream in) throws IOException {
    int length = in.readInt();
    var bytes = in.readNBytes(Math.max(0, length));
    if (bytes.length != length) {
      throw new IOException("a part is missing");
    }
    return bytes;
  }
}
