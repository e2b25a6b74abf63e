package dev.marathon.health.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.config.HealthSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is probed now, and who has to wait. */
class AgendaTest {

  private final Agenda agenda = new Agenda(new HealthSettings(4, 2));

  /** A round of a task that listens on this port. */
  private static Round round(int port, boolean silent) {
    var round = new Round(new WatchedTask(Given.running(1, port, Given.http())), 0, 10, 5);
    round.silent(silent);
    return round;
  }

  private List<Round> planned(int count, boolean silent) {
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < count; i++) {
      var round = round(1_000 + i + (silent ? 500 : 0), silent);
      agenda.plan(round, i);
      rounds.add(round);
    }
    return rounds;
  }

  @Test
  void roundsBeginInOrderOfTheirTimeAndNotBefore() {
    var later = round(2, false);
    var first = round(1, false);
    agenda.plan(later, 20);
    agenda.plan(first, 10);

    assertThat(agenda.due(9)).isEmpty();
    assertThat(agenda.due(20)).containsExactly(first, later);
    assertThat(agenda.due(30)).isEmpty();
  }

  @Test
  void noMoreThanTheLimitAreUnderWay() {
    var rounds = planned(6, false);

    assertThat(agenda.due(100)).isEqualTo(rounds.subList(0, 4));
    assertThat(agenda.due(100)).isEmpty();
    agenda.done(rounds.get(1));
    assertThat(agenda.due(100)).containsExactly(rounds.get(4));
    assertThat(agenda.inFlight()).isEqualTo(4);
  }

  @Test
  void silentTargetsTakeHalfOfTheSlotsAndLeaveTheOthersToThoseThatAnswer() {
    var silent = planned(5, true);
    assertThat(agenda.due(100)).isEqualTo(silent.subList(0, 2));

    var talking = planned(2, false);
    assertThat(agenda.due(100)).isEqualTo(talking);
    agenda.done(silent.get(0));
    assertThat(agenda.due(100)).containsExactly(silent.get(2));
  }

  @Test
  void oneTargetIsAskedOnlySoOftenAtOnceAndHoldsUpNobodyElse() {
    var same = List.of(round(7, false), round(7, false), round(7, false));
    var other = round(8, false);
    same.forEach(round -> agenda.plan(round, 1));
    agenda.plan(other, 2);

    assertThat(agenda.due(100)).containsExactlyInAnyOrder(same.get(0), same.get(1), other);
    agenda.done(same.get(0));
    assertThat(agenda.due(100)).containsExactly(same.get(2));
  }

  @Test
  void cancelledRoundsLeaveWithoutBeginning() {
    var rounds = planned(6, false);
    agenda.due(100);
    rounds.get(4).cancel();
    agenda.done(rounds.get(0));

    assertThat(agenda.due(100)).containsExactly(rounds.get(5));
  }

  @Test
  void roundWithoutAnEndpointNeedsNoSlot() {
    var rounds = planned(4, false);
    assertThat(agenda.due(100)).hasSize(4);
    for (var round : rounds) {
      agenda.done(round);
    }
    var nowhere = new Round(new WatchedTask(Given.withoutPorts()), 0, 10, 5);
    agenda.plan(nowhere, 1);

    assertThat(agenda.due(100)).containsExactly(nowhere);
    assertThat(agenda.inFlight()).isZero();
    agenda.done(nowhere);
    assertThat(agenda.inFlight()).isZero();
  }
}
