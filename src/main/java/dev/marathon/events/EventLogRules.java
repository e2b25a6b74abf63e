package dev.marathon.events;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.owner.Rules;
import java.util.List;

/** Numbers events: by one per event, over restarts and failovers. */
public final class EventLogRules
    implements Rules<EventLogCommand, EventLogEvent, EventLogState, Void, EventLogState> {

  private final EventLogSettings settings;

  public EventLogRules(EventLogSettings settings) {
    this.settings = settings;
  }

  @Override
  public EventLogState empty() {
    return EventLogState.EMPTY;
  }

  @Override
  public Decision<EventLogEvent, Void, EventLogState> decide(
      EventLogState state, EventLogCommand command, Context context) {
    var append = (EventLogCommand.Append) command;
    if (append.after() != state.last() || append.events().isEmpty() && append.marks().isEmpty()) {
      return Decision.reply(state);
    }
    var event =
        new EventLogEvent.EventsAppended(
            state.last() + 1, PackedEvents.of(append.events()), append.marks(), context.now());
    return new Decision<>(List.of(event), List.of(), apply(state, event));
  }

  @Override
  public EventLogState apply(EventLogState state, EventLogEvent event) {
    return state.with((EventLogEvent.EventsAppended) event, settings);
  }

  @Override
  public int entries(EventLogState state) {
    return (int) (state.last() + 1 - state.oldest());
  }

  @Override
  public int changes(EventLogEvent event) {
    return ((EventLogEvent.EventsAppended) event).events().count();
  }

  @Override
  public List<Void> onRecovered(EventLogState state, Context context) {
    return List.of();
  }
}
