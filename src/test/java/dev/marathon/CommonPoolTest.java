package dev.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CommonPoolTest {

  /** What runs in the other process. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Main.main(new String[] {"--version"});
      var thread = CompletableFuture.supplyAsync(() -> Thread.currentThread().getName()).join();
      System.out.println("thread: " + thread);
    }
  }

  private static String outputWith(String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=2"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void twoProcessorsCompleteFuturesOnAPool() throws IOException {
    assertThat(outputWith()).contains("thread: ForkJoinPool.commonPool-worker-");
  }

  @Test
  void whatTheOperatorSaysCounts() throws IOException {
    assertThat(outputWith("-Djava.util.concurrent.ForkJoinPool.common.parallelism=1"))
        .contains("thread: Thread-0");
  }
}
