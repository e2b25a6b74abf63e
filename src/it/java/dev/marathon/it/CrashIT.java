package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of Marathon: nothing acknowledged is lost, no process is started twice or left over. */
class CrashIT {

  private static final Duration LATER = Duration.ofSeconds(60);
  private static final String RESOURCES = "cpus:64;mem:65536;disk:100000;ports:[21000-22999]";

  @TempDir Path directory;

  private NodeProcess node() throws IOException {
    return NodeProcess.local(directory, "--resources", RESOURCES);
  }

  private static String app(String id, String command, int instances) {
    return """
        {"id":"%s","cmd":"exec %s","instances":%d,"cpus":0.1,"mem":16}"""
        .formatted(id, command, instances);
  }

  @Test
  void everyProcessKeepsItsPidOverACrash() throws IOException {
    var command = "sleep 62001";
    var node = node();
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(node.api().post("/v2/apps", app("/crash/a" + i, command, i < 10 ? 3 : 2)).status())
            .isEqualTo(201);
      }
      await().atMost(LATER).until(() -> Processes.running(command).size() == 50);
      var pids = Processes.running(command);

      node.kill();
      assertThat(Processes.running(command)).isEqualTo(pids);
      node = node();

      var api = node.api();
      await()
          .atMost(LATER)
          .until(() -> api.get("/v2/tasks?status=running").json().get("tasks").size() == 50);
      assertThat(api.get("/v2/apps").json().get("apps")).hasSize(20);
      assertThat(Processes.running(command)).isEqualTo(pids);

      for (int i = 0; i < 20; i++) {
        assertThat(api.delete("/v2/apps//crash/a" + i).status()).isEqualTo(200);
      }
      await().atMost(LATER).until(() -> Processes.running(command).isEmpty());
    } finally {
      node.close();
    }
  }

  @Test
  void crashesAtRandomMomentsOfScalingEndInTheWantedCount() throws Exception {
    var command = "sleep 62002";
    var random = new Random(20261124);
    var node = node();
    try {
      assertThat(node.api().post("/v2/apps", app("/scaled", command, 1)).status()).isEqualTo(201);
      int wanted = 1;
      for (int round = 0; round < Integer.getInteger("marathon.it.crashes", 5); round++) {
        wanted = 1 + random.nextInt(30);
        var reply =
            node.api().put("/v2/apps//scaled?force=true", "{\"instances\":" + wanted + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        awaitSomeProgress(random.nextInt(600));
        node.kill();
        node = node();
      }
      int expected = wanted;
      var api = node.api();
      await()
          .atMost(LATER)
          .untilAsserted(() -> assertThat(Processes.running(command)).hasSize(expected));
      await()
          .atMost(LATER)
          .until(() -> api.get("/v2/apps//scaled").json().at("/app/tasksRunning").asInt() == expected);
      assertThat(api.delete("/v2/apps//scaled").status()).isEqualTo(200);
      await().atMost(LATER).until(() -> Processes.running(command).isEmpty());
    } finally {
      node.close();
    }
  }

  /** Lets the node work for a random moment: the very thing this test varies. */
  private static void awaitSomeProgress(int millis) {
    var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > until);
  }

  @Test
  void everyAcceptedPostOfAThousandIsAnAppAfterTheCrash() throws Exception {
    var node = node();
    try {
      var api = node.api();
      var replies = new ArrayList<CompletableFuture<Api.Reply>>();
      for (int i = 0; i < 1_000; i++) {
        replies.add(api.postLater("/v2/apps", app("/burst/a" + i, "sleep 62003", 0)));
      }
      await().atMost(LATER).until(() -> replies.stream().filter(CompletableFuture::isDone).count() > 300);
      node.kill();
      var accepted = new TreeSet<String>();
      var versions = new TreeSet<String>();
      for (int i = 0; i < replies.size(); i++) {
        var reply = replies.get(i).handle((r, failure) -> r).get(60, TimeUnit.SECONDS);
        if (reply != null) {
          assertThat(reply.status()).as(reply.body()).isEqualTo(201);
          accepted.add("/burst/a" + i);
          versions.add(reply.json().get("version").asText());
        }
      }
      assertThat(accepted).hasSizeGreaterThan(300);

      node = node();

      var there = new TreeSet<String>();
      node.api().get("/v2/apps").json().get("apps").forEach(a -> there.add(a.get("id").asText()));
      assertThat(there).containsAll(accepted);
      assertEachIsToldOnce(node.api(), versions, there.size());
    } finally {
      node.close();
    }
  }

  /** The event stream from its beginning has one event per change, also those the crash came between. */
  private static void assertEachIsToldOnce(Api api, TreeSet<String> versions, int changes) throws Exception {
    var told = new ArrayList<String>();
    long last = 0;
    try (var events = api.events("since=0&event_type=group_change_success")) {
      while (told.size() < changes) {
        var event = events.next();
        assertThat(event.id()).isGreaterThan(last);
        last = event.id();
        told.add(event.data().get("version").asText());
      }
    }
    assertThat(told).doesNotHaveDuplicates().containsAll(versions);
  }
}
