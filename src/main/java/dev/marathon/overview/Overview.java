package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.group.RunningDeployment;
import dev.marathon.health.CheckHealth;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.owner.Published;
import dev.marathon.scheduler.QueueView;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * Everything that is read from Marathon, as one immutable value: the owners' states as of their
 * last write, and what is not stored.
 *
 * @param definitions newest definition of each app of the tree
 * @param ledgers state of each ledger, by number
 * @param marks per owner, sequence number of the last write taken in
 */
public record Overview(
    GroupState group,
    PMap<AppId, AppDefinition> definitions,
    PVector<LedgerState> ledgers,
    Transients transients,
    PMap<String, Long> marks) {

  public static final Overview EMPTY =
      new Overview(
          GroupState.EMPTY,
          HashTreePMap.empty(),
          TreePVector.from(Collections.nCopies(AppId.LEDGERS, LedgerState.EMPTY)),
          Transients.NONE,
          HashTreePMap.empty());

  // Folding.

  /** The tree after a take-over. Its definitions are in the ledgers or still kept by the tree. */
  public Overview withGroup(GroupState state) {
    var known = new Definitions(state, HashTreePMap.empty());
    for (var pending : state.pending().values()) {
      for (var one : pending) {
        known = one.definition().map(known::learn).orElse(known);
      }
    }
    for (var ledger : ledgers) {
      known = known.learnAll(ledger);
    }
    for (var definition : definitions.values()) {
      known = known.learn(definition);
    }
    return new Overview(state, known.byApp(), ledgers, transients, marks);
  }

  /** State of a ledger after a take-over. */
  public Overview withLedger(int number, LedgerState state) {
    var known = new Definitions(group, definitions).learnAll(state);
    return new Overview(group, known.byApp(), ledgers.with(number, state), transients, marks);
  }

  /** Takes in a write of the tree's owner; the same write again changes nothing. */
  public Overview withGroupEvents(Published<GroupEvent, GroupState> write) {
    if (known(write)) {
      return this;
    }
    var known = definitions;
    var left = transients;
    for (var stored : write.events()) {
      left = left.after(stored.event());
      if (stored.event() instanceof GroupEvent.ChangeCommitted change) {
        known = known.minusAll(change.removedApps());
        for (var put : change.puts()) {
          known = known.plus(put.id(), put);
        }
      }
    }
    return new Overview(write.state(), known, ledgers, left, marked(write));
  }

  /** Takes in a write of a ledger; the same write again changes nothing. */
  public Overview withLedgerEvents(int number, Published<LedgerEvent, LedgerState> write) {
    if (known(write)) {
      return this;
    }
    var known = new Definitions(group, definitions);
    var left = transients;
    for (var stored : write.events()) {
      if (stored.event() instanceof LedgerEvent.TargetSet set) {
        known = known.learn(set.definition());
      }
      left = left.after(stored.event());
    }
    return new Overview(
        group, known.byApp(), ledgers.with(number, write.state()), left, marked(write));
  }

  public Overview with(Fact fact) {
    if (fact instanceof Fact.Observed observed && !ahead(observed)) {
      return this;
    }
    if (fact instanceof Fact.CheckSeen seen && instance(seen.id()).isEmpty()) {
      return this;
    }
    return new Overview(group, definitions, ledgers, transients.apply(fact), marks);
  }

  /** Facts and writes come by different ways: what is stored may have overtaken what was seen. */
  private boolean ahead(Fact.Observed observed) {
    return ledgers
        .get(observed.id().ledger())
        .instance(observed.id())
        .map(
            stored ->
                stored.incarnation() <= observed.incarnation()
                    && stored.condition() == Condition.PROVISIONED)
        .orElse(true);
  }

  private boolean known(Published<?, ?> write) {
    return marks.getOrDefault(write.owner(), 0L) >= write.lastSequence();
  }

  private PMap<String, Long> marked(Published<?, ?> write) {
    return marks.plus(write.owner(), write.lastSequence());
  }

  // Reading.

  /** The app, if it is in the tree. */
  public Optional<AppView> app(AppId id) {
    return definition(id).map(this::view);
  }

  /** Its newest definition, if it is in the tree. */
  public Optional<AppDefinition> definition(AppId id) {
    return Optional.ofNullable(definitions.get(id));
  }

  /** Ids of all apps of the tree, in order. */
  public Collection<AppId> appIds() {
    return group.tree().apps().keySet();
  }

  /** Running deployment that holds the app. */
  public Optional<UUID> deploymentOf(AppId id) {
    return group.deployments().holderOf(id).map(holder -> holder.plan().id());
  }

  /** Numbers of ledgers of whose instances more was seen than is stored. */
  public Set<Integer> ledgersAhead() {
    var numbers = new HashSet<Integer>();
    for (var id : transients.observed().keySet()) {
      numbers.add(id.ledger());
    }
    return numbers;
  }

  /** Whether results of checks are known that no ledger stores. */
  public boolean checksSeen() {
    return !transients.health().isEmpty() || !transients.checks().isEmpty();
  }

  /** Apps of the tree that lack instances, in order of their ids. */
  public List<Transients.Waiting> waiting() {
    var found = new ArrayList<Transients.Waiting>();
    for (var entry : transients.waiting().entrySet()) {
      if (definitions.containsKey(entry.getKey())) {
        found.add(entry.getValue());
      }
    }
    found.sort(Comparator.comparing(waiting -> waiting.demand().appId()));
    return List.copyOf(found);
  }

  /** The scheduler's view of an app that waits, if it has looked at it. */
  public Optional<QueueView.Entry> queued(AppId app) {
    return Optional.ofNullable(transients.queue().entries().get(app));
  }

  /** An instance, also of an app that is no longer in the tree. */
  public Optional<Instance> instance(InstanceId id) {
    return ledgers.get(id.ledger()).instance(id).map(transients::seen);
  }

  /** Latest result of the generic check that the agent runs, as JSON. */
  public Optional<String> checkOf(Instance instance) {
    return transients.checkOf(instance);
  }

  public List<CheckHealth> healthOf(Instance instance) {
    return transients.healthOf(instance);
  }

  /** All running deployments, oldest first. */
  public List<DeploymentView> deployments() {
    return group.deployments().running().values().stream()
        .sorted(Comparator.comparing(running -> running.plan().version()))
        .map(running -> deployment(running))
        .toList();
  }

  public Optional<DeploymentView> deployment(UUID id) {
    return group.deployments().find(id).map(this::deployment);
  }

  private DeploymentView deployment(RunningDeployment running) {
    var progress = transients.progress(running.plan().id());
    return new DeploymentView(running.plan(), progress.step(), progress.readiness());
  }

  private AppView view(AppDefinition definition) {
    var id = definition.id();
    var ledger = ledgers.get(id.ledger()).app(id);
    return new AppView(
        definition,
        ledger.map(app -> app.instances().map(transients::seen).toList()).orElse(List.of()),
        ledger.flatMap(AppLedger::lastFailure),
        deploymentOf(id),
        Optional.ofNullable(transients.waiting().get(id)).map(Transients.Waiting::demand));
  }
}
