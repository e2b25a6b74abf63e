package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a person sees it: behind a pseudo-terminal. */
class TerminalIT {

  /** Runs a command, types Ctrl-C once it shows a text, and prints what was seen and the code. */
  private static final String PTY =
      """
      import fcntl, os, pty, struct, sys, termios
      wanted, command = sys.argv[1].encode(), sys.argv[2:]
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp(command[0], command)
      fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 40, 0, 0))
      seen = b''
      while True:
          try:
              part = os.read(terminal, 4096)
          except OSError:
              break
          if not part:
              break
          seen += part
          if wanted and wanted in seen:
              os.write(terminal, b'\\x03')
              wanted = b''
      code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      sys.stdout.buffer.write(seen)
      print('code', code)
      """;

  @TempDir Path directory;

  private String typed(String url, String interrupt, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("python3", "-c", PTY, interrupt));
    command.addAll(Program.command(List.of(arguments)));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MARATHON_HOST", url);
    builder.environment().put("MARATHON_CONFIG", directory.resolve("none.yaml").toString());
    builder.environment().remove("NO_COLOR");
    var process = builder.start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void changesAreFollowedAndCtrlCLeavesThemRunning() throws Exception {
    try (var node = NodeProcess.local(directory, "--simulate")) {
      var url = node.api().root();
      var done = typed(url, "", "start", "-i", "small", "-C", "sleep 1", "-c", "0.1", "-m", "16");
      assertThat(done)
          .as("a line that is replaced, never wider than the terminal, then the result in colour")
          .contains("\r\u001b[K\u001b[?7l", "ScaleApplication /small", "\u001b[?7h")
          .contains("\u001b[32mDeployed\u001b[0m in ", "code 0");

      var left =
          typed(url, "ScaleApplication /big", "start", "-i", "big", "-C", "sleep 1", "-c", "9999");
      assertThat(left).contains("The deployment goes on; 'marathon deployment watch ", "code 130");
      assertThat(node.api().get("/v2/deployments").json()).hasSize(1);

      assertThat(typed(url, "", "list")).contains("\u001b[1mID\u001b[0m", "deploying", "code 0");
    }
  }
}
