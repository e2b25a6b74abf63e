package dev.marathon.instance;

import static org.assertj.core.api.Assertions.assertThat;

/** What must be true of every ledger state. */
final class LedgerChecks {

  private LedgerChecks() {}

  /** Everything that is kept for speed equals what it stands for. */
  static void consistent(LedgerState state) {
    var deadlines = Deadlines.NONE;
    for (var entry : state.apps().entrySet()) {
      var app = entry.getValue();
      assertThat(app.target().definition().id()).isEqualTo(entry.getKey());
      assertThat(app.current()).isNotNull();
      assertThat(app.outdated()).noneMatch(generation -> generation.instances().isEmpty());
      assertThat(state.bySafeId().get(entry.getKey().safe())).contains(entry.getKey());
      for (var generation : app.generations().values()) {
        assertThat(generation.under(generation.definition(), app.target().order()))
            .isEqualTo(generation);
        for (var instance : generation.instances().values()) {
          assertThat(instance.configVersion()).isEqualTo(generation.configVersion());
          deadlines = deadlines.plus(instance, generation.definition());
        }
      }
    }
    assertThat(state.deadlines()).isEqualTo(deadlines);
  }
}
