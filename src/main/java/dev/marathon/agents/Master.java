package dev.marathon.agents;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.Uri;
import akka.japi.Pair;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What the leading Mesos master knows of its agents and tasks. */
public final class Master {

  /** Of a cluster with some 10,000 agents. */
  private static final long LARGEST_LIST = 64 << 20;

  private static final long LARGEST_TASK = 1 << 20;

  /** So old may the list of agents be. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OperatorHttp http;
  private final Executor threads;
  private final boolean agentsByName;
  private Optional<Listed> latest = Optional.empty();

  /** The list of agents that was asked for last. */
  private record Listed(HostPort master, long nanos, CompletableFuture<List<Agent>> agents) {

    /** While the answer is on its way nobody asks again; a failure is not kept. */
    boolean good(HostPort now) {
      return master.equals(now)
          && !agents.isCompletedExceptionally()
          && (!agents.isDone() || System.nanoTime() - nanos < FRESH.toNanos());
    }
  }

  /**
   * A task, running or ended.
   *
   * @param name of the task's app, as Mesos knows it
   * @param executor empty for the command executor, whose id is the task's
   */
  public record Known(String agent, String name, Optional<String> executor) {}

  public Master(ActorSystem<?> system, OperatorSettings settings) {
    this.http =
        new OperatorHttp(
            system, "the Mesos master", settings.master(), settings.timeout(), settings.requests());
    this.agentsByName = settings.agent().tls();
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /**
   * All agents, at most two seconds old.
   *
   * @return fails with {@link Trouble}
   */
  public synchronized CompletionStage<List<Agent>> agents(HostPort master) {
    if (latest.isEmpty() || !latest.get().good(master)) {
      var answer =
          http.get(master, HttpRequest.GET("/slaves"), LARGEST_LIST)
              .thenApplyAsync(
                  reply -> AgentReader.read(body(master, reply), agentsByName), threads);
      latest = Optional.of(new Listed(master, System.nanoTime(), answer.toCompletableFuture()));
    }
    return latest.get().agents().copy();
  }

  /**
   * One agent, if the master knows it.
   *
   * @return fails with {@link Trouble}
   */
  public CompletionStage<Optional<Agent>> agent(HostPort master, String id) {
    return agents(master)
        .thenApply(all -> all.stream().filter(agent -> agent.id().equals(id)).findAny());
  }

  /**
   * A task by its id; masters remember some that ended.
   *
   * @return fails with {@link Trouble}
   */
  public CompletionStage<Optional<Known>> task(HostPort master, String framework, String task) {
    var query =
        Query.create(
            Pair.create("framework_id", framework),
            Pair.create("task_id", task),
            Pair.create("limit", "1"));
    var uri = Uri.create("/tasks").query(query).toString();
    return http.get(master, HttpRequest.GET(uri), LARGEST_TASK)
        .thenApply(
            reply -> {
              for (var one : tree(body(master, reply)).path("tasks")) {
                if (one.path("id").asText().equals(task)) {
                  return Optional.of(
                      new Known(
                          one.path("slave_id").asText(),
                          one.path("name").asText(),
                          Optional.of(one.path("executor_id").asText())
                              .filter(id -> !id.isEmpty())));
                }
              }
              return Optional.empty();
            });
  }

  private byte[] body(HostPort master, OperatorHttp.Answer reply) {
    if (reply.status() != 200) {
      throw http.unexpected(master, reply.status());
    }
    return reply.body();
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException notJson) {
      throw Trouble.strange("the Mesos master's answer is no JSON");
    }
  }
}
