package dev.marathon.app;

import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;

/** What an app remembers. */
public sealed interface AppEvent {

  record DefinitionActivated(AppDefinition definition, long order) implements AppEvent {}

  record AppDeleted(long order) implements AppEvent {}

  record DefinitionsForgotten(Version before) implements AppEvent {}
}
