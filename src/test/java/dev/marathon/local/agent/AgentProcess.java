package dev.marathon.local.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent in a JVM of its own, to be killed: started by {@link AdoptionTest}. */
final class AgentProcess {

  private AgentProcess() {}

  /**
   * @param arguments work directory, whether updates are acknowledged, then task id and command in
   *     turn; a task whose id starts with {@code kill} is killed as soon as it runs
   */
  public static void main(String[] arguments) throws Exception {
    var runner = new ProcessRunner(Path.of(arguments[0]), Given.AGENT, "agent1", Map.of());
    var sink = arguments[1].equals("true") ? new RecordingSink(runner) : new RecordingSink();
    runner.start(sink);
    for (int i = 2; i < arguments.length; i += 2) {
      var task = Given.shell(arguments[i], arguments[i + 1], Duration.ofMillis(1500));
      runner.launch(Given.FRAMEWORK, task, !arguments[i].startsWith("volatile"));
      if (arguments[i].startsWith("kill")) {
        while (sink.of(arguments[i]).isEmpty()) {
          Thread.sleep(10);
        }
        runner.kill(Given.ID, Given.id(arguments[i]), Optional.empty());
      }
    }
    Thread.sleep(Duration.ofMinutes(1).toMillis());
  }

  static Process start(Path work, boolean acknowledging, String... tasks) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AgentProcess.class.getName(),
                work.toString(),
                String.valueOf(acknowledging)));
    command.addAll(List.of(tasks));
    Files.createDirectories(work);
    return new ProcessBuilder(command).inheritIO().start();
  }
}
