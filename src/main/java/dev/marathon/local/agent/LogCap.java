package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs of tasks below a size.
 *
 * <p>A task writes to its log itself, and goes on writing when this process is gone, so the log
 * cannot be given another file. Instead what is in it is copied to {@code stdout.1} and it is
 * emptied; the task appends, so it goes on at the new end. What is written between the last copied
 * byte and the emptying, some microseconds, is lost.
 *
 * <p>The owner of the sandbox may have put anything in place of the log: only a regular file, that
 * is in no other directory and belongs to the owner of the sandbox, is touched.
 */
final class LogCap {

  private static final Logger LOG = LoggerFactory.getLogger(LogCap.class);
  private static final List<String> NAMES = List.of("stdout", "stderr");

  private final long limit;

  /**
   * @param limit bytes of a log and its older half together
   */
  LogCap(long limit) {
    this.limit = limit;
  }

  /** Shortens the logs of a sandbox if they need it. */
  void apply(Path sandbox) {
    for (var name : NAMES) {
      try {
        shorten(sandbox, sandbox.resolve(name), sandbox.resolve(name + ".1"));
      } catch (NoSuchFileException gone) {
        continue;
      } catch (IOException e) {
        LOG.warn("A log in {} cannot be shortened: {}", sandbox, e.toString());
      }
    }
  }

  private void shorten(Path sandbox, Path log, Path older) throws IOException {
    var found =
        Files.readAttributes(log, "unix:size,nlink,uid,isRegularFile", LinkOption.NOFOLLOW_LINKS);
    if ((long) found.get("size") <= limit / 2) {
      return;
    }
    boolean plain =
        (boolean) found.get("isRegularFile")
            && (int) found.get("nlink") == 1
            && found
                .get("uid")
                .equals(Files.getAttribute(sandbox, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    if (!plain) {
      throw new IOException(log + " is not the file that the agent made");
    }
    try (var in =
            FileChannel.open(
                log, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        var out = replaced(older)) {
      long begin = Math.max(0, in.size() - limit / 2);
      long copied = begin;
      while (copied < in.size() && copied - begin < limit) {
        copied += in.transferTo(copied, in.size() - copied, out);
      }
      in.truncate(0);
    }
    Files.setOwner(older, Files.getOwner(log, LinkOption.NOFOLLOW_LINKS));
  }

  private static FileChannel replaced(Path file) throws IOException {
    Files.deleteIfExists(file);
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
