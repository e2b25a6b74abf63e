package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlanner;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.VersionInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Decides one commit in one turn: the changes one by one, then the rules of the whole tree, the
 * plan, the limits, the locks. What it accepts is one {@link GroupEvent.ChangeCommitted}.
 */
final class CommitRules {

  private static final String CYCLE = "Dependency graph has cyclic dependencies.";

  private final GroupState state;
  private final GroupSettings settings;
  private final GroupCommand.Commit commit;
  private final Context context;
  private final Version version;
  private final Draft draft;

  private CommitRules(
      GroupState state, GroupSettings settings, GroupCommand.Commit commit, Context context) {
    this.state = state;
    this.settings = settings;
    this.commit = commit;
    this.context = context;
    this.version = state.version().next(context.now());
    this.draft = new Draft(state, settings, version, commit.changes());
  }

  static Decision<GroupEvent, GroupEffect, GroupReply> decide(
      GroupState state, GroupSettings settings, GroupCommand.Commit commit, Context context) {
    return commit
        .idempotencyKey()
        .flatMap(key -> state.keys().find(key, context.now()))
        .map(
            remembered ->
                Decision.<GroupEvent, GroupEffect, GroupReply>reply(
                    repeated(state, commit, remembered)))
        .orElseGet(() -> new CommitRules(state, settings, commit, context).decide());
  }

  private Decision<GroupEvent, GroupEffect, GroupReply> decide() {
    var rules = new ChangeRules(state, settings, draft);
    for (var change : commit.changes()) {
      var refusal = rules.apply(change);
      if (refusal.isPresent()) {
        return refuse(refusal.get(), Optional.empty());
      }
    }
    var steps =
        DeploymentPlanner.steps(
            state.tree(), draft.tree(), draft.removedApps(), draft.kinds(), draft.heirs());
    if (steps.isEmpty()) {
      return refuse(new GroupReply.Invalid("/", CYCLE), Optional.empty());
    }
    return decide(new DeploymentPlan(context.newId(), version, state.order() + 1, steps.get()));
  }

  private Decision<GroupEvent, GroupEffect, GroupReply> decide(DeploymentPlan plan) {
    long bytes = 0;
    for (var put : draft.puts()) {
      bytes += settings.storedBytes().applyAsInt(put.definition());
    }
    if (bytes > settings.maxDefinitionBytes()) {
      return refuse(new GroupReply.TooLarge(settings.maxDefinitionBytes()), Optional.empty());
    }
    if (commit.dryRun()) {
      return Decision.reply(new GroupReply.Planned(plan));
    }
    var holders = state.deployments().holdersOf(plan.affected());
    if (!holders.isEmpty() && !commit.force()) {
      return refuse(new GroupReply.Locked(holders), Optional.of(plan));
    }
    int running = state.deployments().running().size() - holders.size();
    if (!plan.steps().isEmpty() && running >= settings.maxRunningDeployments()) {
      return refuse(
          new GroupReply.TooManyDeployments(settings.maxRunningDeployments()), Optional.empty());
    }
    return accept(plan, holders);
  }

  private Decision<GroupEvent, GroupEffect, GroupReply> accept(
      DeploymentPlan plan, List<UUID> superseded) {
    var events = new ArrayList<GroupEvent>();
    var effects = new ArrayList<GroupEffect>();
    for (var id : superseded) {
      var old = state.deployments().find(id).orElseThrow();
      events.add(
          new GroupEvent.DeploymentEnded(
              old.plan(), false, Optional.of("superseded by " + plan.id()), context.now()));
      effects.add(new GroupEffect.StopDeployment(id));
    }
    var committed = committed(plan, superseded);
    events.add(committed);
    if (plan.steps().isEmpty()) {
      events.add(new GroupEvent.DeploymentEnded(plan, true, Optional.empty(), context.now()));
    }
    var after = state;
    for (var event : events) {
      after = after.apply(event);
    }
    effects.addAll(Effects.deliver(committed));
    effects.addAll(Effects.orphans(after, state, superseded));
    after.deployments().find(plan.id()).map(Effects.start(after)).ifPresent(effects::add);
    Effects.forget(state, after).ifPresent(effects::add);
    return new Decision<>(
        events, effects, new GroupReply.Accepted(plan.id(), version, committed.puts()));
  }

  private GroupEvent.ChangeCommitted committed(DeploymentPlan plan, List<UUID> superseded) {
    var definitions = new ArrayList<AppDefinition>();
    var hashes = new LinkedHashMap<AppId, String>();
    var victims = new TreeMap<AppId, List<InstanceId>>();
    for (var put : draft.puts()) {
      definitions.add(put.definition());
      hashes.put(put.definition().id(), put.configHash());
      if (!put.victims().isEmpty()) {
        victims.put(put.definition().id(), put.victims());
      }
    }
    return new GroupEvent.ChangeCommitted(
        version,
        List.copyOf(definitions),
        Map.copyOf(hashes),
        draft.removedApps(),
        draft.groupsSet(),
        draft.removedGroups(),
        Map.copyOf(victims),
        plan,
        superseded,
        commit.idempotencyKey(),
        commit.eventGroup(),
        context.now());
  }

  private Decision<GroupEvent, GroupEffect, GroupReply> refuse(
      GroupReply refusal, Optional<DeploymentPlan> plan) {
    if (commit.dryRun()) {
      return Decision.reply(refusal);
    }
    return Refusals.reason(refusal)
        .map(reason -> new GroupEffect.Refused(commit.eventGroup(), version, reason, plan))
        .map(
            refused ->
                new Decision<GroupEvent, GroupEffect, GroupReply>(
                    List.of(), List.of(new GroupEffect.ReportRefusal(refused)), refusal))
        .orElseGet(() -> Decision.reply(refusal));
  }

  /** The first answer again, as far as the tree still knows what it said. */
  private static GroupReply repeated(
      GroupState state, GroupCommand.Commit commit, Remembered remembered) {
    var definitions = new ArrayList<AppDefinition>();
    for (var change : commit.changes()) {
      if (change instanceof GroupCommand.Change.PutApp put) {
        definitions.add(asStored(put.definition(), state, remembered.version()));
      }
    }
    return new GroupReply.Accepted(
        remembered.deployment(), remembered.version(), List.copyOf(definitions));
  }

  private static AppDefinition asStored(
      AppDefinition definition, GroupState state, Version version) {
    return state
        .tree()
        .app(definition.id())
        .filter(app -> app.servicePorts().size() == definition.servicePorts().size())
        .map(
            app ->
                definition
                    .withServicePorts(app.servicePorts())
                    .withVersion(
                        version, new VersionInfo(app.lastScalingAt(), app.lastConfigChangeAt())))
        .orElseGet(() -> definition.withVersion(version, new VersionInfo(version, version)));
  }
}
