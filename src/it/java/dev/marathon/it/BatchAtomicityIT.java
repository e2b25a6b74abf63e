package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import dev.marathon.owner.Held;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcollections.PMap;

/** {@code kill -9} in the middle of grouped writes: a command's events are all there or none. */
class BatchAtomicityIT {

  private static final int ROUNDS = 2;

  @TempDir Path directory;

  @Test
  void sqliteKeepsEachCommandWholeAndAllThatWasAnswered() throws Exception {
    killAndRead("sqlite", directory.toString());
  }

  @Test
  void postgresqlKeepsEachCommandWholeAndAllThatWasAnswered() throws Exception {
    try (var postgres = PostgresServer.start()) {
      killAndRead("postgresql", postgres.url());
    }
  }

  private static void killAndRead(String kind, String where) throws Exception {
    var answered = new HashSet<Integer>();
    for (int round = 0; round < ROUNDS; round++) {
      answered.addAll(answeredBeforeTheKill(kind, where, round * 1_000_000, 300 + 200 * round));
      var counts = read(kind, where);
      assertThat(counts.keySet()).containsAll(answered);
      assertThat(Set.copyOf(counts.values())).containsExactly(Batches.SIZE);
    }
  }

  private static Set<Integer> answeredBeforeTheKill(String kind, String where, int first, int count)
      throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Batches.class.getName(),
                kind,
                where,
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var answered = new HashSet<Integer>();
    try (var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("stored ")) {
          answered.add(Integer.parseInt(line.substring("stored ".length())));
        }
        if (answered.size() == count) {
          process.destroyForcibly();
        }
      }
    } catch (IOException cutOff) {
      assertThat(answered).hasSizeGreaterThanOrEqualTo(count);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(answered).hasSizeGreaterThanOrEqualTo(count);
    return answered;
  }

  private static PMap<Integer, Integer> read(String kind, String where) throws IOException {
    try (var store = Batches.store(kind, where)) {
      var kit =
          ActorTestKit.create(
              "reader",
              ConfigFactory.parseString("akka.actor.provider = local")
                  .withFallback(store.config())
                  .withFallback(ConfigFactory.parseResources("akka.conf"))
                  .withFallback(ConfigFactory.load()));
      try {
        TestProbe<Held<PMap<Integer, Integer>>> held = kit.createTestProbe();
        kit.spawn(Batches.owner(held.ref()::tell));
        return held.receiveMessage(Duration.ofSeconds(30)).state();
      } finally {
        kit.shutdownTestKit();
      }
    }
  }
}
