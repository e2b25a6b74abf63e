package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.offer.RoundInput;
import dev.marathon.offer.RoundInput.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Everything the scheduler remembers. Nothing of it is stored: after a restart the ledgers announce
 * their demand and kills, and Mesos its offers and unacknowledged updates.
 *
 * @param started whether all owners are recovered; before that nothing is sent
 * @param round the round of matching that is under way
 * @param rounds number of the latest round
 * @param news whether something came that a round may make use of
 */
public record SchedulerState(
    SchedulerSettings settings,
    boolean started,
    Connection connection,
    OfferBook offers,
    DemandBook demands,
    RoleInterest roles,
    ProvisionBook provisions,
    KillBook kills,
    StatusBook statuses,
    Reconciliation reconciliation,
    MatchStatistics statistics,
    Backlog backlog,
    Optional<Round> round,
    long rounds,
    boolean news) {

  /**
   * A round under way.
   *
   * @param revisions of the demands in it
   * @param newestArrival number of the latest offer in it
   */
  record Round(long number, Map<AppId, Long> revisions, long newestArrival) {}

  public static SchedulerState begin(SchedulerSettings settings) {
    return new SchedulerState(
        settings,
        false,
        Connection.NONE,
        OfferBook.EMPTY,
        DemandBook.EMPTY,
        RoleInterest.of(settings.roles()),
        ProvisionBook.EMPTY,
        KillBook.EMPTY,
        StatusBook.EMPTY,
        Reconciliation.IDLE,
        MatchStatistics.EMPTY,
        Backlog.EMPTY,
        Optional.empty(),
        0,
        false);
  }

  /** Whether a round of matching is worth while. */
  public boolean roundDue() {
    return started && round.isEmpty() && news && !offers.inHand().isEmpty();
  }

  /**
   * Begins a round; {@link SchedulerInput.RoundDone} ends it.
   *
   * @param enforceRole whether the group of an app enforces its role
   */
  public Begun beginRound(Instant now, Predicate<AppId> enforceRole) {
    long newest = offers.arrivals();
    var revisions = new HashMap<AppId, Long>();
    List<Wanted> wanted = new ArrayList<>();
    for (OpenDemand demand : demands.forRound(now, newest)) {
      AppId appId = demand.demand().appId();
      revisions.put(appId, demand.revision());
      wanted.add(new Wanted(demand.demand(), demand.triedUpTo(), enforceRole.test(appId)));
    }
    var input =
        new RoundInput(offers.held(), wanted, connection.masterRegion(), settings.matching());
    var next = new Draft(this);
    next.rounds = rounds + 1;
    next.round = Optional.of(new Round(rounds + 1, Map.copyOf(revisions), newest));
    next.news = false;
    return new Begun(next.state(), input);
  }

  /** When the scheduler has to look at the clock again. */
  public Optional<Instant> nextWake() {
    if (!started) {
      return Optional.empty();
    }
    boolean matching = round.isPresent() || roundDue();
    Optional<Instant> expiry = matching ? Optional.empty() : offers.look();
    Optional<Instant> interest =
        connection.up() && !matching ? roles.nextWake(settings, demands::unmet) : Optional.empty();
    Optional<Instant> launching =
        Times.earlier(Times.earlier(expiry, interest), demands.nextWake());
    Optional<Instant> answers = Times.earlier(provisions.nextWake(), statuses.nextWake());
    Optional<Instant> mesos =
        connection.up()
            ? Times.earlier(
                Times.earlier(kills.nextWake(), reconciliation.nextWake()), backlog.nextWake())
            : Optional.empty();
    return Times.earlier(
        Times.earlier(launching, answers), Times.earlier(mesos, statistics.look()));
  }

  /** What waits, and why. */
  public QueueView queue() {
    return statistics.view(demands);
  }

  public int offersInHand() {
    return offers.inHand().size();
  }

  public int killsUnderWay() {
    return kills.kills().size();
  }

  /** Tasks that Mesos has not answered a question about. */
  public int unanswered() {
    return reconciliation.open().size();
  }

  public boolean subscribed() {
    return connection.up();
  }

  /**
   * @param input for {@link dev.marathon.offer.MatchRound}
   */
  public record Begun(SchedulerState state, RoundInput input) {}
}
