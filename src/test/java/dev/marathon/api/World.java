package dev.marathon.api;

import dev.marathon.app.AppCommand;
import dev.marathon.app.AppEvent;
import dev.marathon.app.AppReply;
import dev.marathon.app.AppRules;
import dev.marathon.app.AppState;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.InstanceId;
import dev.marathon.base.TaskId;
import dev.marathon.group.AppVersion;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupReply;
import dev.marathon.group.GroupRules;
import dev.marathon.group.GroupSettings;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Demand;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerReply;
import dev.marathon.instance.LedgerRules;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.Placement;
import dev.marathon.instance.TaskStatus;
import dev.marathon.overview.Change;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import dev.marathon.owner.Folded;
import dev.marathon.owner.Published;
import dev.marathon.owner.Stored;
import dev.marathon.spec.ConfigHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The owners in memory, with their real rules and the real overview: what they answer is what a
 * node would. Deployments and launches happen when a test says so.
 */
final class World implements Owners {

  private static final Cause SCHEDULER = Cause.internal("test");

  private final GroupRules groupRules =
      new GroupRules(
          new GroupSettings(5, 10_000, 10_100, 100_000, "*", false, ConfigHash::of, app -> 500));
  private final LedgerRules ledgerRules = new LedgerRules(LedgerSettings.DEFAULT);
  private final AppRules appRules = new AppRules(50);

  private final Map<AppId, AppState> apps = new HashMap<>();
  private final Map<UUID, GroupEffect.StartDeployment> deployments = new LinkedHashMap<>();
  private final Map<AppId, Demand> demands = new LinkedHashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private Overview overview = Overview.EMPTY;
  private Consumer<Change> told = change -> {};
  private long ids;
  private long changes;

  /** Answer of every owner instead of the real one, for tests of what goes wrong. */
  private Optional<ApiError> broken = Optional.empty();

  /** Stale answers that the next writes get first. */
  private int stale;

  private Instant now = Instant.parse("2026-03-04T05:06:07.080Z");

  synchronized Instant now() {
    now = now.plusMillis(1);
    return now;
  }

  synchronized void passes(Duration time) {
    now = now.plus(time);
  }

  synchronized void breaks(ApiError error) {
    broken = Optional.of(error);
  }

  synchronized void becomesStale(int times) {
    stale = times;
  }

  synchronized void tell(Consumer<Change> listener) {
    told = listener;
  }

  // Owners.

  @Override
  public synchronized CompletionStage<GroupReply> group(GroupCommand command, Cause cause) {
    if (broken.isPresent()) {
      return CompletableFuture.failedFuture(broken.get().refused());
    }
    if (stale > 0) {
      stale--;
      return CompletableFuture.completedFuture(new GroupReply.Stale(new AppId("/stale")));
    }
    return CompletableFuture.completedFuture(decide(command, cause));
  }

  private GroupReply decide(GroupCommand command, Cause cause) {
    var folded = groupRules.fold(overview.group(), command, context(cause));
    var decision = folded.decision();
    var write = published("Group|root", folded, cause);
    if (!decision.events().isEmpty()) {
      took(
          overview.withGroupEvents(write),
          (before, after) -> new Change.GroupWritten(before, after, write));
    }
    decision.effects().forEach(this::effect);
    return decision.reply();
  }

  @Override
  public synchronized CompletionStage<AppReply> app(AppId app, AppCommand command, Cause cause) {
    return CompletableFuture.completedFuture(tellApp(app, command));
  }

  private AppReply tellApp(AppId app, AppCommand command) {
    var state = apps.getOrDefault(app, appRules.empty());
    Decision<AppEvent, ?, AppReply> decision = appRules.decide(state, command, context(SCHEDULER));
    for (var event : decision.events()) {
      state = appRules.apply(state, event);
    }
    apps.put(app, state);
    return decision.reply();
  }

  @Override
  public synchronized CompletionStage<LedgerReply> ledger(
      int number, LedgerCommand command, Cause cause) {
    return CompletableFuture.completedFuture(tellLedger(number, command));
  }

  private LedgerReply tellLedger(int number, LedgerCommand command) {
    var folded = ledgerRules.fold(overview.ledgers().get(number), command, context(SCHEDULER));
    var decision = folded.decision();
    var write = published("InstanceLedger|" + number, folded, SCHEDULER);
    if (!decision.events().isEmpty()) {
      took(
          overview.withLedgerEvents(number, write),
          (before, after) -> new Change.LedgerWritten(number, before, after, write));
    }
    decision.effects().forEach(this::effect);
    return decision.reply();
  }

  @Override
  public synchronized CompletionStage<Overview> overview() {
    return CompletableFuture.completedFuture(overview);
  }

  synchronized void note(Fact fact) {
    var at = now();
    took(overview.with(fact), (before, after) -> new Change.FactNoted(before, after, fact, at));
  }

  /** Writes and facts so far. */
  synchronized long changes() {
    return changes;
  }

  private void took(Overview next, BiFunction<Overview, Overview, Change> change) {
    var before = overview;
    changes++;
    overview = next;
    told.accept(change.apply(before, next));
  }

  private <E, S> Published<E, S> published(String owner, Folded<E, S, ?, ?> folded, Cause cause) {
    var events = folded.decision().events();
    long last = sequences.merge(owner, (long) events.size(), Long::sum);
    var stored = new ArrayList<Stored<E>>();
    events.forEach(event -> stored.add(new Stored<>(event, now, 1, cause)));
    return new Published<>(owner, last - events.size() + 1, last, stored, folded.states());
  }

  private Context context(Cause cause) {
    return new Context(now(), cause, () -> new UUID(0x1111L << 48, ++ids));
  }

  private void effect(GroupEffect effect) {
    if (effect instanceof GroupEffect.Deliver deliver) {
      var pending = deliver.pending();
      tellApp(
          deliver.app(),
          pending
              .definition()
              .<AppCommand>map(app -> new AppCommand.Activate(app, pending.order()))
              .orElse(new AppCommand.Delete(pending.order())));
    } else if (effect instanceof GroupEffect.SetTarget set) {
      tellLedger(
          set.app().ledger(),
          new LedgerCommand.SetTarget(set.definition(), set.order(), List.of()));
    } else if (effect instanceof GroupEffect.EndInstances end) {
      tellLedger(end.app().ledger(), new LedgerCommand.RemoveTarget(end.app(), end.order()));
    } else if (effect instanceof GroupEffect.StartDeployment start) {
      deployments.put(start.plan().id(), start);
    } else if (effect instanceof GroupEffect.StopDeployment stop) {
      deployments.remove(stop.deployment());
    } else if (effect instanceof GroupEffect.ReportRefusal report) {
      note(new Fact.ChangeRefused(report.refused()));
    }
  }

  private void effect(LedgerEffect effect) {
    if (effect instanceof LedgerEffect.AnnounceDemand announced) {
      demands.put(announced.demand().appId(), announced.demand());
      note(new Fact.Demanded(announced.demand(), now));
    } else if (effect instanceof LedgerEffect.KillTask kill) {
      status(kill.taskId(), Condition.KILLED);
    }
  }

  // What the rest of a node does.

  /** Tells the ledgers what the running deployments want. */
  synchronized void deploys() {
    for (var start : List.copyOf(deployments.values())) {
      var order = start.plan().order();
      for (var id : start.plan().affected()) {
        var app = overview.app(id);
        tellLedger(
            id.ledger(),
            app.<LedgerCommand>map(
                    view ->
                        new LedgerCommand.SetTarget(
                            view.definition(), order, start.victims().getOrDefault(id, List.of())))
                .orElse(new LedgerCommand.RemoveTarget(id, order)));
      }
    }
  }

  /** Ends all running deployments, and what was delivered need not be kept. */
  synchronized void settles() {
    for (var start : List.copyOf(deployments.values())) {
      deployments.remove(start.plan().id());
      decide(new GroupCommand.EndDeployment(start.plan().id(), true, Optional.empty()), SCHEDULER);
    }
    var kept = new ArrayList<AppVersion>();
    overview
        .group()
        .pending()
        .forEach(
            (app, pending) -> pending.forEach(one -> kept.add(new AppVersion(app, one.version()))));
    decide(new GroupCommand.Confirm(kept), SCHEDULER);
  }

  /** Finds room for all that is wanted and runs it. */
  synchronized void launches() {
    for (var demand : List.copyOf(demands.values())) {
      launch(demand);
    }
  }

  private void launch(Demand demand) {
    var app = demand.definition();
    var config = app.versionInfo().orElseThrow().lastConfigChangeAt();
    var proposals = new ArrayList<LedgerCommand.Proposal>();
    for (int i = 0; i < demand.fresh(); i++) {
      var id = new InstanceId(app.id().safe(), new UUID(0x2222L << 48, ++ids));
      proposals.add(
          new LedgerCommand.Proposal(id, app.id(), 1, config, placement((int) ids, demand)));
    }
    for (var again : demand.relaunch()) {
      proposals.add(
          new LedgerCommand.Proposal(
              again.id(), app.id(), again.incarnation(), config, placement((int) ++ids, demand)));
    }
    tellLedger(app.id().ledger(), new LedgerCommand.Provision(proposals));
    for (var proposal : proposals) {
      status(proposal.id().task(proposal.incarnation()).toString(), Condition.RUNNING);
    }
  }

  private static Placement placement(int number, Demand demand) {
    var ports = new ArrayList<Integer>();
    for (var port : demand.definition().portRequests()) {
      if (port.onHost()) {
        ports.add(31_000 + number * 10 + ports.size());
      }
    }
    return new Placement(
        "agent-id-" + number,
        "agent-" + number,
        ports,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  synchronized void status(String task, Condition condition) {
    status(task, condition, Optional.empty());
  }

  synchronized void status(String task, Condition condition, Optional<Boolean> healthy) {
    var id = TaskId.parse(task).orElseThrow();
    tellLedger(
        id.instance().ledger(),
        new LedgerCommand.RecordStatus(
            new TaskStatus(
                task,
                condition,
                condition.taskState(),
                Optional.of("uuid"),
                Optional.of("agent"),
                "",
                "",
                now(),
                Optional.empty(),
                healthy,
                List.of(new Instance.IpAddress("10.0.0.1", "IPv4")),
                Optional.empty())));
  }

  /** Deploys, launches and settles until everything that was asked for runs. */
  synchronized void runs() {
    deploys();
    launches();
    settles();
  }
}
