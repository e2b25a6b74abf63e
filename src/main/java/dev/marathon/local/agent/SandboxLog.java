package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent tells the owner of a task, among the task's own error output, as Mesos does. */
record SandboxLog(Path stderr) {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxLog.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss.SSSSSS", Locale.ROOT);

  /**
   * @param level I, W or E
   */
  void line(char level, String text) {
    var line =
        "%c%s %5d fetcher] %s\n"
            .formatted(
                level,
                TIME.format(LocalDateTime.now(ZoneId.systemDefault())),
                ProcessHandle.current().pid(),
                text);
    try (var out =
        Files.newByteChannel(
            stderr,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS)) {
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      LOG.warn("Cannot write to {}: {}", stderr, e.getMessage());
    }
  }
}
