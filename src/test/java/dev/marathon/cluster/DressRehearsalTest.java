package dev.marathon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Props;
import dev.marathon.metrics.History.Bucket;
import dev.marathon.metrics.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A standby that leads for a moment, where nobody sees it. */
class DressRehearsalTest {

  /** Whoever stores in these, or reads them, fails. */
  private static final Map<String, String> NO_JOURNAL =
      Map.of(
          "akka.persistence.journal.plugin", "nowhere",
          "akka.persistence.snapshot-store.plugin", "nowhere");

  private final NodesInMemory nodes = new NodesInMemory();

  @AfterEach
  void end() {
    nodes.close();
  }

  @Test
  void createsReadsAndRemovesAppsWithoutTheJournalOfTheNode() {
    var settings =
        Map.of(
            "http.address",
            "127.0.0.1",
            "events.callbacks",
            "http://127.0.0.1:1/must-not-be-called");
    var system = nodes.start("127.0.0.1", settings, NO_JOURNAL);
    var metrics = Metrics.start(system.settings().config());
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    long counted = requests();

    var rehearsal =
        system.systemActorOf(
            DressRehearsal.create(
                NodesInMemory.settings("127.0.0.1", settings),
                metrics,
                Duration.ofSeconds(60),
                statuses::add),
            "dress",
            Props.empty());

    await().untilAsserted(() -> assertThat(statuses).hasSize(3 * DressRehearsal.WRITES));
    assertThat(statuses).startsWith(201, 200, 200).containsOnly(200, 201);
    TestProbe.create(system).expectTerminated(rehearsal, Duration.ofSeconds(60));
    assertThat(requests()).as("nothing of it counts").isEqualTo(counted);
    Metrics.request("GET", 200, Duration.ofMillis(1));
    assertThat(requests()).as("what comes after it does").isEqualTo(counted + 1);
  }

  private static long requests() {
    return Metrics.history().last(Duration.ofHours(1)).stream().mapToLong(Bucket::requests).sum();
  }
}
