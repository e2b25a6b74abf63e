package dev.marathon.app;

import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Optional;

/** Answers of an app. */
public sealed interface AppReply {

  /** Stored, or stored earlier. */
  record Confirmed(long order) implements AppReply {}

  /** Absent if that version is not kept. */
  record Definition(Optional<AppDefinition> definition) implements AppReply {}

  /** Newest first; empty if the app never existed or is deleted. */
  record Versions(List<Version> versions) implements AppReply {}
}
