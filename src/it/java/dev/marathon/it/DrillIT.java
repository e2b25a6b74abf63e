package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operators' drills in their shortest form: three nodes, PostgreSQL and real tasks as processes
 * of their own, under load. They end with 1 if anything acknowledged was lost, a task was touched,
 * or an event missed. Times are printed, not judged: they are the machine's.
 */
class DrillIT {

  private static final int MINUTES = 15;

  /** The machine lacks what the drill needs, and the drill has said what. */
  private static final int NOT_HERE = 3;

  @TempDir Path directory;

  private void drill(String... arguments) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/usr/lib/postgresql")), "no PostgreSQL");
    var output = directory.resolve("output");
    var command = new ArrayList<>(List.of("scripts/drill"));
    command.addAll(List.of(arguments));
    if (!Program.packaged()) {
      command.addAll(List.of("--classes", System.getProperty("java.class.path")));
    }
    command.addAll(List.of("--directory", directory.resolve("lab").toString()));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("JAVA_OPTS", String.join(" ", Program.JVM));
    var process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroy();
    }
    var said = Files.readString(output, StandardCharsets.UTF_8);
    System.out.println(said);
    assertThat(ended).as(said).isTrue();
    Assumptions.assumeFalse(process.exitValue() == NOT_HERE, said);
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void theJudgeOfPartitionsSaysNoWhereTwoActAtOnceAndHeapsGrowWithTheTasks() throws Exception {
    var judge = new ProcessBuilder("python3", "-B", "-m", "doctest", "scripts/lab/judge.py", "scripts/lab/view.py", "scripts/lab/processes.py").inheritIO().start();
    assertThat(judge.waitFor()).isZero();
  }

  @Test
  void killsOfTheLeaderLoseNothing() throws Exception {
    drill("kill", "--rounds", Integer.toString(Integer.getInteger("marathon.it.kills", 2)));
  }

  @Test
  void aPausedLeaderIsReplacedAndSaysNothingMore() throws Exception {
    drill("pause", "--seconds", "10");
  }

  @Test
  void aLeaderThatNoLongerHearsTheStoreStopsAndNobodyElseActsMeanwhile() throws Exception {
    drill("partition", "--cases", "store-deaf", "--seconds", "5");
  }

  @Test
  void aStoreThatIsAwayForAWhileCostsNothingButTime() throws Exception {
    drill("store-away", "--seconds", "10");
  }
}
