package dev.marathon.framework;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.owner.Rules;
import java.util.List;
import java.util.Optional;

/** Keeps the framework id; the epochs of take-overs are counted by the owner's shell itself. */
public final class FrameworkRules
    implements Rules<FrameworkCommand, FrameworkEvent, FrameworkState, Void, FrameworkState> {

  @Override
  public FrameworkState empty() {
    return new FrameworkState(Optional.empty());
  }

  @Override
  public Decision<FrameworkEvent, Void, FrameworkState> decide(
      FrameworkState state, FrameworkCommand command, Context context) {
    if (command instanceof FrameworkCommand.Remember remember) {
      if (state.frameworkId().equals(Optional.of(remember.frameworkId()))) {
        return Decision.reply(state);
      }
      var event = new FrameworkEvent.FrameworkRegistered(remember.frameworkId());
      return new Decision<>(List.of(event), List.of(), apply(state, event));
    }
    return state.frameworkId().isEmpty()
        ? Decision.reply(state)
        : new Decision<>(List.of(new FrameworkEvent.FrameworkForgotten()), List.of(), empty());
  }

  @Override
  public FrameworkState apply(FrameworkState state, FrameworkEvent event) {
    return event instanceof FrameworkEvent.FrameworkRegistered registered
        ? new FrameworkState(Optional.of(registered.frameworkId()))
        : empty();
  }

  @Override
  public List<Void> onRecovered(FrameworkState state, Context context) {
    return List.of();
  }
}
