package dev.marathon.app;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.owner.Rules;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rules of an app. It only remembers, so it has no effects.
 *
 * <p>Orders are sequence numbers of the group's changes. A definition of an older change is kept as
 * history, but does not replace the active one.
 */
public final class AppRules implements Rules<AppCommand, AppEvent, AppState, Void, AppReply> {

  private final int maxVersions;

  /**
   * @param maxVersions definitions kept besides the active one, at least 1
   */
  public AppRules(int maxVersions) {
    if (maxVersions < 1) {
      throw new IllegalArgumentException("max versions must be at least 1, not " + maxVersions);
    }
    this.maxVersions = maxVersions;
  }

  @Override
  public AppState empty() {
    return AppState.EMPTY;
  }

  @Override
  public Decision<AppEvent, Void, AppReply> decide(
      AppState state, AppCommand command, Context context) {
    if (command instanceof AppCommand.Activate c) {
      return activate(state, c);
    }
    if (command instanceof AppCommand.Delete c) {
      return c.order() > state.order()
          ? stored(List.of(new AppEvent.AppDeleted(c.order())), c.order())
          : stored(List.of(), c.order());
    }
    if (command instanceof AppCommand.ForgetBefore c) {
      return stored(forgetBefore(state, c.oldest()), state.order());
    }
    if (command instanceof AppCommand.ReadVersion c) {
      return Decision.reply(new AppReply.Definition(state.version(c.version())));
    }
    if (command instanceof AppCommand.ReadAt c) {
      return Decision.reply(new AppReply.Definition(state.at(c.version())));
    }
    if (command instanceof AppCommand.ListVersions) {
      return Decision.reply(new AppReply.Versions(versions(state)));
    }
    throw new Unhandled(command);
  }

  private Decision<AppEvent, Void, AppReply> activate(AppState state, AppCommand.Activate command) {
    boolean known = state.version(command.definition().version()).isPresent();
    if (known && command.order() <= state.order()) {
      return stored(List.of(), command.order());
    }
    var activated = new AppEvent.DefinitionActivated(command.definition(), command.order());
    var events = new ArrayList<AppEvent>(List.of(activated));
    var after = apply(state, activated);
    int surplus = after.definitions().size() - maxVersions;
    if (surplus > 0) {
      var oldestKept = after.definitions().get(surplus).version();
      if (after.forgets(oldestKept)) {
        events.add(new AppEvent.DefinitionsForgotten(oldestKept));
      }
    }
    return stored(events, command.order());
  }

  /** The definition that was in force at the oldest retained time is needed to go back to it. */
  private static List<AppEvent> forgetBefore(AppState state, Version oldest) {
    return state
        .at(oldest)
        .map(AppDefinition::version)
        .filter(state::forgets)
        .map(before -> List.<AppEvent>of(new AppEvent.DefinitionsForgotten(before)))
        .orElse(List.of());
  }

  private static List<Version> versions(AppState state) {
    if (state.active().isEmpty()) {
      return List.of();
    }
    var versions =
        new ArrayList<>(state.definitions().stream().map(AppDefinition::version).toList());
    Collections.reverse(versions);
    return versions;
  }

  private static Decision<AppEvent, Void, AppReply> stored(List<AppEvent> events, long order) {
    return new Decision<>(events, List.of(), new AppReply.Confirmed(order));
  }

  @Override
  public AppState apply(AppState state, AppEvent event) {
    if (event instanceof AppEvent.DefinitionActivated e) {
      return state.with(e.definition(), e.order());
    }
    if (event instanceof AppEvent.AppDeleted e) {
      return state.deleted(e.order());
    }
    if (event instanceof AppEvent.DefinitionsForgotten e) {
      return state.without(e.before());
    }
    throw new Unhandled(event);
  }

  @Override
  public List<Void> onRecovered(AppState state, Context context) {
    return List.of();
  }
}
