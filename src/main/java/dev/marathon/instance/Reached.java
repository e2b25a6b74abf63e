package dev.marathon.instance;

import java.util.Optional;

/**
 * Whether an app has what its target wants: as many instances of the wanted configuration as
 * wanted, no other ones, none on its way out, and those that were created for this target ready.
 * Instances that were there before are not waited for: scaling an app that is unwell comes to an
 * end.
 */
final class Reached {

  private Reached() {}

  /** The target's order if it is reached. A removed app has reached it when it is forgotten. */
  static Optional<Long> order(AppLedger app) {
    var target = app.target();
    var tally = app.current().tally();
    boolean reached =
        !target.removed()
            && app.outdated().isEmpty()
            && tally.wanted() == target.instances()
            && tally.ending() == 0
            && tally.created() == tally.createdReady();
    return reached ? Optional.of(target.order()) : Optional.empty();
  }
}
