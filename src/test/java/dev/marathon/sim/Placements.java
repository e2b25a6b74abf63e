package dev.marathon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.instance.AppLedger;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.spec.Constraint.Operator;

/**
 * Constraints, as far as the world uses them: UNIQUE, MAX_PER, LIKE and UNLIKE on the host name.
 */
final class Placements {

  private Placements() {}

  /** The instance that the event has just put somewhere may be there. */
  static void check(AppLedger app, LedgerEvent.InstanceProvisioned event) {
    var host = event.placement().host();
    long same =
        app.current().instances().values().stream()
            .filter(instance -> holdsItsPlace(instance) && instance.placement().host().equals(host))
            .count();
    for (var constraint : app.target().definition().constraints()) {
      if (constraint.operator() == Operator.UNIQUE) {
        assertThat(same).as("instances of %s on %s", event.appId(), host).isEqualTo(1);
      } else if (constraint.operator() == Operator.MAX_PER) {
        assertThat(same)
            .as("instances of %s on %s", event.appId(), host)
            .isLessThanOrEqualTo(Integer.parseInt(constraint.value().orElseThrow()));
      } else if (constraint.operator() == Operator.LIKE) {
        assertThat(host)
            .as("host of an instance of %s", event.appId())
            .matches(constraint.value().orElseThrow());
      } else if (constraint.operator() == Operator.UNLIKE) {
        assertThat(host)
            .as("host of an instance of %s", event.appId())
            .doesNotMatch(constraint.value().orElseThrow());
      }
    }
  }

  private static boolean holdsItsPlace(Instance instance) {
    return !instance.condition().terminal() && instance.condition() != Condition.UNREACHABLE;
  }
}
