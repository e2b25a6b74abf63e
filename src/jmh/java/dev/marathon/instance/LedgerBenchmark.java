package dev.marathon.instance;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A ledger with one app of 1,000 running instances. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LedgerBenchmark {

  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");
  private static final int INSTANCES = 1_000;

  private final LedgerRules rules = new LedgerRules(LedgerSettings.DEFAULT);
  private final Context context =
      new Context(NOW.plusSeconds(60), Cause.internal("benchmark"), UUID::randomUUID);
  private final List<LedgerEvent> log = new ArrayList<>();
  private final LedgerState running = running();
  private final TaskStatus ended = status(any(running), Condition.FAILED);

  private static Instance any(LedgerState state) {
    return state.app(LedgerScenario.APP).orElseThrow().instances().findFirst().orElseThrow();
  }

  private LedgerState running() {
    var definition = LedgerScenario.app(1).instances(INSTANCES).build();
    var state = decide(rules.empty(), new LedgerCommand.SetTarget(definition, 1, List.of()));
    var proposals = new ArrayList<LedgerCommand.Proposal>();
    for (int i = 0; i < INSTANCES; i++) {
      proposals.add(
          new LedgerCommand.Proposal(
              new InstanceId(LedgerScenario.APP.safe(), new UUID(1, i)),
              LedgerScenario.APP,
              1,
              Target.configVersion(definition),
              LedgerScenario.on("h" + i % 50)));
    }
    state = decide(state, new LedgerCommand.Provision(proposals));
    for (var instance : state.app(LedgerScenario.APP).orElseThrow().instances().toList()) {
      state = decide(state, new LedgerCommand.RecordStatus(status(instance, Condition.RUNNING)));
    }
    return state;
  }

  private static TaskStatus status(Instance instance, Condition condition) {
    return new TaskStatus(
        new TaskId(instance.id(), instance.incarnation()).toString(),
        condition,
        condition.taskState(),
        Optional.of("uuid"),
        Optional.of(instance.placement().agentId()),
        "",
        "",
        NOW,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private LedgerState decide(LedgerState state, LedgerCommand command) {
    var next = state;
    for (var event : rules.decide(state, command, context).events()) {
      log.add(event);
      next = rules.apply(next, event);
    }
    return next;
  }

  /** All events of the app from nothing: what a recovery does. */
  @Benchmark
  public LedgerState fold() {
    var state = rules.empty();
    for (var event : log) {
      state = rules.apply(state, event);
    }
    return state;
  }

  /** One status update. */
  @Benchmark
  public Decision<LedgerEvent, LedgerEffect, LedgerReply> update() {
    return rules.decide(running, new LedgerCommand.RecordStatus(ended), context);
  }

  /** The first step of an upgrade of all instances. */
  @Benchmark
  public Decision<LedgerEvent, LedgerEffect, LedgerReply> rollingStep() {
    var definition = LedgerScenario.app(2).instances(INSTANCES).build();
    return rules.decide(running, new LedgerCommand.SetTarget(definition, 2, List.of()), context);
  }
}
