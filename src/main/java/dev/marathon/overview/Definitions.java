package dev.marathon.overview;

import dev.marathon.base.AppId;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerState;
import dev.marathon.spec.AppDefinition;
import org.pcollections.PMap;

/**
 * Definitions found in several places: of each app in the tree the newest counts, with the count
 * that the tree has for it (on the way to its target a deployment may want another one).
 */
record Definitions(GroupState group, PMap<AppId, AppDefinition> byApp) {

  Definitions learnAll(LedgerState ledger) {
    var known = this;
    for (var app : ledger.apps().values()) {
      known = known.learn(app.target().definition());
    }
    return known;
  }

  Definitions learn(AppDefinition definition) {
    var pointer = group.tree().app(definition.id());
    var known = byApp.get(definition.id());
    if (pointer.isEmpty()
        || known != null && known.version().compareTo(definition.version()) >= 0) {
      return this;
    }
    boolean same = pointer.get().version().equals(definition.version());
    return new Definitions(
        group,
        byApp.plus(
            definition.id(),
            same ? definition.withInstances(pointer.get().instances()) : definition));
  }
}
