package dev.marathon.local.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to one task, appended to a file, so that a restarted agent goes on where this one
 * stopped.
 *
 * <p>A record is its length, a CRC-32 and its bytes; the first byte is its kind. Reading stops at
 * the first record that is cut off or damaged. Not synced, for the reason given at {@link
 * LaunchFile}.
 */
final class TaskLog implements UpdateLog {

  private static final Logger LOG = LoggerFactory.getLogger(TaskLog.class);

  /** Above this size a log is written anew with only what is still needed. */
  static final long COMPACT_ABOVE = 256 * 1024;

  private static final byte UPDATE = 1;
  private static final byte ACKNOWLEDGED = 2;
  private static final byte ENDING = 3;
  private static final byte FORGOTTEN = 4;

  private final Path file;

  /** What a log holds, in order. */
  sealed interface Entry {

    record Update(TaskStatus status) implements Entry {}

    record Acknowledged(ByteString uuid) implements Entry {}

    /**
     * The task is being ended.
     *
     * @param deadline when SIGKILL is due
     */
    record Ending(EndCause cause, Instant deadline) implements Entry {}

    /** Nobody wants to know about the task any more. */
    record Forgotten() implements Entry {}
  }

  TaskLog(Path file) {
    this.file = file;
  }

  @Override
  public void update(TaskStatus status) {
    append(new Entry.Update(status));
  }

  @Override
  public void acknowledged(ByteString uuid) {
    append(new Entry.Acknowledged(uuid));
  }

  @Override
  public void ending(EndCause cause, Instant deadline) {
    append(new Entry.Ending(cause, deadline));
  }

  @Override
  public void forgotten() {
    append(new Entry.Forgotten());
  }

  /** A full disk must not keep the agent from telling what happens: it is told, but not kept. */
  private void append(Entry entry) {
    try {
      Files.write(
          file, framed(List.of(entry)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.error("Cannot write down what happened to a task", e);
    }
  }

  @Override
  public void settled(TaskStatus latest) {
    try {
      if (Files.size(file) > COMPACT_ABOVE) {
        var kept =
            Stream.concat(
                Stream.of(new Entry.Update(latest), new Entry.Acknowledged(latest.getUuid())),
                entries().stream().filter(Entry.Ending.class::isInstance));
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, framed(kept.toList()));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      LOG.error("Cannot shorten {}", file, e);
    }
  }

  /** Everything that can be read; empty if there is no log. */
  List<Entry> entries() throws IOException {
    ByteBuffer in;
    try {
      in = ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (NoSuchFileException none) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    while (in.remaining() >= 8) {
      int length = in.getInt();
      int sum = in.getInt();
      if (length <= 0 || length > in.remaining()) {
        break;
      }
      var bytes = new byte[length];
      in.get(bytes);
      if (checksum(bytes) != sum) {
        break;
      }
      entries.add(decode(ByteBuffer.wrap(bytes)));
    }
    return entries;
  }

  private static byte[] framed(List<Entry> entries) {
    var encoded = entries.stream().map(TaskLog::encode).toList();
    var out = ByteBuffer.allocate(encoded.stream().mapToInt(bytes -> bytes.length + 8).sum());
    for (var bytes : encoded) {
      out.putInt(bytes.length).putInt(checksum(bytes)).put(bytes);
    }
    return out.array();
  }

  private static byte[] encode(Entry entry) {
    if (entry instanceof Entry.Update update) {
      var status = update.status().toByteArray();
      return ByteBuffer.allocate(1 + status.length).put(UPDATE).put(status).array();
    }
    if (entry instanceof Entry.Acknowledged acknowledged) {
      var uuid = acknowledged.uuid().toByteArray();
      return ByteBuffer.allocate(1 + uuid.length).put(ACKNOWLEDGED).put(uuid).array();
    }
    if (entry instanceof Entry.Ending ending) {
      return ByteBuffer.allocate(10)
          .put(ENDING)
          .put(ending.cause().code())
          .putLong(ending.deadline().toEpochMilli())
          .array();
    }
    return new byte[] {FORGOTTEN};
  }

  private static Entry decode(ByteBuffer in) throws IOException {
    byte kind = in.get();
    try {
      return switch (kind) {
        case UPDATE -> new Entry.Update(TaskStatus.parseFrom(ByteString.copyFrom(in)));
        case ACKNOWLEDGED -> new Entry.Acknowledged(ByteString.copyFrom(in));
        case ENDING -> new Entry.Ending(EndCause.of(in.get()), Instant.ofEpochMilli(in.getLong()));
        case FORGOTTEN -> new Entry.Forgotten();
        default -> throw new IOException("a record of kind " + kind + " is from a later release");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("a status cannot be read", e);
    }
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
