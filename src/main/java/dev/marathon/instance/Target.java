package dev.marathon.instance;

import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.Collection;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * What is wanted of an app.
 *
 * @param definition newest committed definition
 * @param order sequence number of the change that wants it
 * @param removed the app is to be forgotten once its last instance has ended
 * @param victims instances that the change names as the first to end and that are still wanted
 * @param since when it was set
 */
public record Target(
    AppDefinition definition,
    long order,
    boolean removed,
    PSet<InstanceId> victims,
    Instant since) {

  static Target of(
      AppDefinition definition, long order, Collection<InstanceId> victims, Instant since) {
    return new Target(definition, order, false, HashTreePSet.from(victims), since);
  }

  /** Desired count. */
  public int instances() {
    return removed ? 0 : definition.instances();
  }

  /** Identity of the wanted configuration. */
  public Version configVersion() {
    return configVersion(definition);
  }

  static Version configVersion(AppDefinition definition) {
    return definition
        .versionInfo()
        .map(info -> info.lastConfigChangeAt())
        .orElse(definition.version());
  }

  Target remove(long newOrder, Instant at) {
    return new Target(definition, newOrder, true, HashTreePSet.empty(), at);
  }

  Target withoutVictim(InstanceId id) {
    return new Target(definition, order, removed, victims.minus(id), since);
  }
}
