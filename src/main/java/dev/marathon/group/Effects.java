package dev.marathon.group;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What follows from a state or a change of it. */
final class Effects {

  private Effects() {}

  static List<GroupEffect> deliver(GroupEvent.ChangeCommitted committed) {
    long order = committed.plan().order();
    var effects = new ArrayList<GroupEffect>();
    for (var app : committed.removedApps()) {
      effects.add(
          new GroupEffect.Deliver(app, new Pending(committed.version(), order, Optional.empty())));
    }
    for (var put : committed.puts()) {
      effects.add(
          new GroupEffect.Deliver(
              put.id(), new Pending(committed.version(), order, Optional.of(put))));
    }
    return effects;
  }

  static Function<RunningDeployment, GroupEffect> start(GroupState state) {
    return running -> {
      var definitions = new HashMap<AppId, AppDefinition>();
      for (var app : running.appsBefore().keySet()) {
        held(state, app, running.plan().version()).ifPresent(held -> definitions.put(app, held));
      }
      return new GroupEffect.StartDeployment(
          running.plan(), Map.copyOf(definitions), running.victims());
    };
  }

  /** Definition of that version, if the tree still holds it. */
  static Optional<AppDefinition> held(GroupState state, AppId app, Version version) {
    return state.pending().getOrDefault(app, List.of()).stream()
        .filter(pending -> pending.version().equals(version))
        .findFirst()
        .flatMap(Pending::definition);
  }

  /** Apps of deployments that ended early and that no running one takes care of. */
  static List<GroupEffect> orphans(GroupState after, GroupState before, Collection<UUID> ended) {
    var effects = new ArrayList<GroupEffect>();
    for (var id : ended) {
      var deployment = before.deployments().find(id).orElseThrow();
      deployment.appsBefore().keySet().stream()
          .sorted()
          .forEach(app -> orphan(after, app).ifPresent(effects::add));
    }
    return effects;
  }

  /** The tree wants it all the same: a deployment only says in which order things are done. */
  private static Optional<GroupEffect> orphan(GroupState state, AppId app) {
    var pending = state.pending().getOrDefault(app, List.of());
    if (pending.isEmpty() || state.deployments().locks().containsKey(app)) {
      return Optional.empty();
    }
    var last = pending.get(pending.size() - 1);
    if (last.definition().isPresent()) {
      return Optional.of(new GroupEffect.SetTarget(app, last.definition().get(), last.order()));
    }
    return state.tree().contains(app)
        ? Optional.empty()
        : Optional.of(new GroupEffect.EndInstances(app, last.version(), last.order()));
  }

  /** What the history lost from one state to the next. */
  static Optional<GroupEffect> forget(GroupState before, GroupState after) {
    var oldest = new HashMap<AppId, Version>();
    for (var delta : after.history().missingFrom(before.history())) {
      for (var app : delta.apps().keySet()) {
        if (!after.deployments().locks().containsKey(app)) {
          var now = after.tree().app(app).map(AppPointer::version);
          oldest.put(app, after.history().oldest(app, now).orElse(after.version()));
        }
      }
    }
    return oldest.isEmpty()
        ? Optional.empty()
        : Optional.of(new GroupEffect.ForgetHistory(Map.copyOf(oldest)));
  }

  /** Everything that has to be under way in this state. */
  static List<GroupEffect> all(GroupState state) {
    var effects = new ArrayList<GroupEffect>();
    effects.add(
        new GroupEffect.KeepDeployments(Set.copyOf(state.deployments().running().keySet())));
    state
        .pending()
        .forEach(
            (app, list) -> list.forEach(one -> effects.add(new GroupEffect.Deliver(app, one))));
    state.pending().keySet().forEach(app -> orphan(state, app).ifPresent(effects::add));
    state
        .deployments()
        .running()
        .values()
        .forEach(running -> effects.add(start(state).apply(running)));
    return effects;
  }
}
