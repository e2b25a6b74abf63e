package dev.marathon.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A load balancer with its visitors: asks Marathon all the time which instances of an app are of
 * use, sends a steady stream of requests to those, and remembers everything that went wrong.
 */
final class Visitors implements AutoCloseable {

  private static final int VISITORS = 3;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Api api;
  private final String app;
  private final Map<String, Integer> served = new ConcurrentHashMap<>();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile List<URI> usable = List.of();
  private volatile int fewestUsable = Integer.MAX_VALUE;
  private volatile int mostLive;
  private volatile boolean open = true;

  Visitors(Api api, String app) {
    this.api = api;
    this.app = app;
    look();
    threads.add(new Thread(this::balance));
    for (int i = 0; i < VISITORS; i++) {
      threads.add(new Thread(this::visit));
    }
    threads.forEach(Thread::start);
  }

  /** Requests that got this answer. */
  int served(String answer) {
    return served.getOrDefault(answer, 0);
  }

  /** Requests that got any answer that was hoped for. */
  int served() {
    return served.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Begins to count answers anew. */
  void forget() {
    served.clear();
  }

  /** What went wrong. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  int fewestUsable() {
    return fewestUsable;
  }

  int mostLive() {
    return mostLive;
  }

  private void balance() {
    while (open) {
      look();
      pause();
    }
  }

  private void look() {
    var json = api.get("/v2/apps/" + app + "?embed=app.tasks&embed=app.readiness").json().path("app");
    var found = new ArrayList<URI>();
    int live = 0;
    for (var task : json.path("tasks")) {
      live += task.path("ports").isEmpty() ? 0 : 1;
      if (usable(task, json)) {
        found.add(URI.create("http://127.0.0.1:" + task.at("/ports/0").asInt() + "/"));
      }
    }
    usable = found;
    fewestUsable = Math.min(fewestUsable, found.size());
    mostLive = Math.max(mostLive, live);
  }

  /** Runs, passes its health checks, and is ready if it is new. */
  private static boolean usable(JsonNode task, JsonNode app) {
    var health = task.path("healthCheckResults");
    boolean healthy = !health.isEmpty();
    for (var result : health) {
      healthy &= result.path("alive").asBoolean();
    }
    boolean ready =
        app.path("deployments").isEmpty()
            || !task.path("version").equals(app.path("version"))
            || ready(task.path("id"), app.path("readinessCheckResults"));
    return healthy && ready && task.path("state").asText().equals("TASK_RUNNING");
  }

  private static boolean ready(JsonNode task, JsonNode results) {
    for (var result : results) {
      if (result.path("taskId").equals(task)) {
        return result.path("ready").asBoolean();
      }
    }
    return false;
  }

  private void visit() {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    while (open) {
      var instances = usable;
      if (instances.isEmpty()) {
        lost.add("nobody there");
      } else {
        request(client, instances.get(ThreadLocalRandom.current().nextInt(instances.size())));
      }
      pause();
    }
  }

  private void request(HttpClient client, URI instance) {
    try {
      var request = HttpRequest.newBuilder(instance).timeout(Duration.ofSeconds(20)).build();
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        served.merge(answer.body(), 1, Integer::sum);
      } else {
        lost.add(instance + ": " + answer.statusCode());
      }
    } catch (IOException failed) {
      lost.add(instance + ": " + failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    open = false;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
