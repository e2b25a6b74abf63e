package dev.marathon.group;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.Unhandled;
import dev.marathon.owner.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accepts or refuses every change of the tree, each in one turn. */
public final class GroupRules
    implements Rules<GroupCommand, GroupEvent, GroupState, GroupEffect, GroupReply> {

  private final GroupSettings settings;

  public GroupRules(GroupSettings settings) {
    this.settings = settings;
  }

  @Override
  public GroupState empty() {
    return GroupState.EMPTY;
  }

  @Override
  public Decision<GroupEvent, GroupEffect, GroupReply> decide(
      GroupState state, GroupCommand command, Context context) {
    if (command instanceof GroupCommand.Commit commit) {
      return CommitRules.decide(state, settings, commit, context);
    }
    if (command instanceof GroupCommand.Confirm confirm) {
      return confirm(state, confirm);
    }
    if (command instanceof GroupCommand.EndDeployment end) {
      return end(state, end.deployment(), end.success(), end.reason(), context);
    }
    if (command instanceof GroupCommand.CancelDeployment cancel) {
      return end(state, cancel.deployment(), false, Optional.of("cancelled"), context);
    }
    if (command instanceof GroupCommand.PlanRollback plan) {
      return Decision.reply(
          RevertPlan.ofDeployment(state, plan.deployment())
              .<GroupReply>map(GroupReply.Reverts::new)
              .orElseGet(() -> new GroupReply.UnknownDeployment(plan.deployment())));
    }
    if (command instanceof GroupCommand.PlanGroupRollback plan) {
      return Decision.reply(
          RevertPlan.ofGroup(state, plan.group(), plan.version())
              .<GroupReply>map(GroupReply.Reverts::new)
              .orElseGet(() -> new GroupReply.UnknownVersion(plan.group(), plan.version())));
    }
    throw new Unhandled(command);
  }

  @Override
  public GroupState apply(GroupState state, GroupEvent event) {
    return state.apply(event);
  }

  @Override
  public int entries(GroupState state) {
    return state.tree().apps().size();
  }

  @Override
  public int changes(GroupEvent event) {
    if (event instanceof GroupEvent.ChangeCommitted change) {
      return 1 + change.puts().size() + change.removedApps().size();
    }
    return event instanceof GroupEvent.DefinitionsConfirmed confirmed
        ? confirmed.versions().size()
        : 1;
  }

  @Override
  public List<GroupEffect> onRecovered(GroupState state, Context context) {
    return Effects.all(state);
  }

  private Decision<GroupEvent, GroupEffect, GroupReply> confirm(
      GroupState state, GroupCommand.Confirm confirm) {
    var known = new ArrayList<AppVersion>();
    for (var one : confirm.versions()) {
      boolean held =
          state.pending().getOrDefault(one.app(), List.of()).stream()
              .anyMatch(pending -> pending.version().equals(one.version()));
      if (held) {
        known.add(one);
      }
    }
    return known.isEmpty()
        ? Decision.reply(new GroupReply.Done())
        : new Decision<>(
            List.of(new GroupEvent.DefinitionsConfirmed(List.copyOf(known))),
            List.of(),
            new GroupReply.Done());
  }

  private Decision<GroupEvent, GroupEffect, GroupReply> end(
      GroupState state, UUID id, boolean success, Optional<String> reason, Context context) {
    var running = state.deployments().find(id);
    if (running.isEmpty()) {
      return Decision.reply(new GroupReply.UnknownDeployment(id));
    }
    var ended =
        new GroupEvent.DeploymentEnded(running.get().plan(), success, reason, context.now());
    var effects = new ArrayList<GroupEffect>();
    effects.add(new GroupEffect.StopDeployment(id));
    if (!success) {
      effects.addAll(Effects.orphans(state.apply(ended), state, Set.of(id)));
    }
    return new Decision<>(List.of(ended), effects, new GroupReply.Done());
  }
}
