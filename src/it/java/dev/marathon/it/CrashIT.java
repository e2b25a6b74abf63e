package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of Marathon: nothing acknowledged is lost, no process is started twice or left over. */
class CrashIT {

  private static final Duration LATER = Duration.ofSeconds(90);
  private static final String RESOURCES = "cpus:64;mem:65536;disk:100000;" + Ports.ofTasks();


  /** More of them find more: {@code -Dmarathon.it.crashes=20}. */
  private static final int CRASHES = Integer.getInteger("marathon.it.crashes", 2);

  @TempDir Path directory;

  private NodeProcess node() throws IOException {
    return NodeProcess.local(directory, "--resources", RESOURCES);
  }

  private static String app(String id, String command, int instances) {
    return """
        {"id":"%s","cmd":"exec %s","instances":%d,"cpus":0.1,"mem":16}"""
        .formatted(id, command, instances);
  }

  /** 20 apps with 50 tasks; some of them are scaled, and in the middle of that the node dies. */
  @Test
  void crashesAtRandomMomentsOfScalingLoseAndDoubleNothing() throws IOException {
    var random = new Random(20261124);
    var wanted = new int[20];
    var node = node();
    try {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = i < 10 ? 3 : 2;
        var reply = node.api().post("/v2/apps", app("/crash/a" + i, command(i), wanted[i]));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
      }
      var pids = awaitAll(node, wanted);
      for (int round = 0; round < CRASHES; round++) {
        var shrunk = new HashSet<Integer>();
        for (int change = 0; change < 5; change++) {
          int i = random.nextInt(wanted.length);
          int count = random.nextInt(6);
          if (count < wanted[i]) {
            shrunk.add(i);
          }
          wanted[i] = count;
          var scaling = "{\"instances\":" + wanted[i] + "}";
          var reply = node.api().put("/v2/apps//crash/a" + i + "?force=true", scaling);
          assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
        awaitSomeProgress(random.nextInt(600));
        node.kill();
        node = node();
        var now = awaitAll(node, wanted);
        for (int i = 0; i < wanted.length; i++) {
          if (!shrunk.contains(i)) {
            assertThat(now.get(i)).as("app %d in round %d", i, round).containsAll(pids.get(i));
          }
        }
        pids = now;
      }
      for (int i = 0; i < wanted.length; i++) {
        assertThat(node.api().delete("/v2/apps//crash/a" + i).status()).isEqualTo(200);
      }
      for (int i = 0; i < wanted.length; i++) {
        var command = command(i);
        await().atMost(LATER).until(() -> Processes.running(command).isEmpty());
      }
    } finally {
      node.close();
      for (int i = 0; i < wanted.length; i++) {
        Processes.kill(command(i));
      }
    }
  }

  /** Names this run, so that another one on the same machine counts and ends only its own. */
  private static String command(int app) {
    return "sleep 621%d.%d".formatted(10 + app, ProcessHandle.current().pid());
  }

  /** The processes of each app, once they are as many as wanted and the node says so too. */
  private static List<Set<Long>> awaitAll(NodeProcess node, int[] wanted) {
    var api = node.api();
    var pids = new ArrayList<Set<Long>>();
    for (int i = 0; i < wanted.length; i++) {
      int count = wanted[i];
      var command = command(i);
      var path = "/v2/apps//crash/a" + i;
      await(path)
          .atMost(LATER)
          .untilAsserted(
              () -> {
                var seen = api.get(path + "?embed=app.tasks&embed=app.lastTaskFailure");
                assertThat(Processes.running(command))
                    .as(() -> seen.body() + api.get("/v2/queue").body() + node)
                    .hasSize(count);
                assertThat(seen.json().at("/app/tasksRunning").asInt())
                    .as(seen::body)
                    .isEqualTo(count);
              });
    }
    await("no deployment left").atMost(LATER).until(() -> api.get("/v2/deployments").json().isEmpty());
    for (int i = 0; i < wanted.length; i++) {
      pids.add(Processes.running(command(i)));
      assertThat(pids.get(i)).as("app %d", i).hasSize(wanted[i]);
    }
    assertThat(api.get("/v2/apps").json().get("apps")).hasSize(wanted.length);
    return pids;
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
