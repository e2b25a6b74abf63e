package dev.marathon.instance;

import dev.marathon.base.AppId;
import dev.marathon.base.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the scheduler's proposals are still wanted: the right configuration and incarnation, no
 * more than the app lacks, no back-off, no constraint exceeded. The scheduler proposes from what it
 * was told last; here it is checked against what is. If that differs it is told again: it takes a
 * refused proposal for one that nobody wants any more, which is wrong if, say, the clock was set
 * back into a back-off.
 */
final class LaunchRules {

  private LaunchRules() {}

  /** Ids of the accepted proposals, in their order. */
  static List<InstanceId> provision(LedgerTurn turn, List<LedgerCommand.Proposal> proposals) {
    var rooms = new HashMap<AppId, Optional<Room>>();
    var accepted = new ArrayList<InstanceId>();
    for (var proposal : proposals) {
      boolean fits =
          rooms
              .computeIfAbsent(proposal.appId(), id -> Room.of(turn, id))
              .map(room -> room.take(turn, proposal))
              .orElse(false);
      if (fits) {
        accepted.add(proposal.id());
        store(turn, proposal);
      } else {
        turn.tellDemand(proposal.appId());
      }
    }
    return accepted;
  }

  private static void store(LedgerTurn turn, LedgerCommand.Proposal proposal) {
    var definition = turn.state().apps().get(proposal.appId()).target().definition();
    // An instance that is started again keeps its version over scalings, as in the original.
    var version =
        turn.state()
            .instance(proposal.id())
            .filter(before -> before.configVersion().equals(proposal.configVersion()))
            .map(Instance::version)
            .orElse(definition.version());
    turn.store(
        proposal.appId(),
        new LedgerEvent.InstanceProvisioned(
            proposal.id(),
            proposal.appId(),
            proposal.incarnation(),
            version,
            proposal.configVersion(),
            definition.role(),
            proposal.placement(),
            turn.now()));
  }

  /** What one app lacks, counted down as its proposals are accepted. */
  private static final class Room {
    private final AppLedger app;
    private final PlacementLimits limits;
    private final Map<InstanceId, Integer> next = new HashMap<>();
    private int fresh;

    private Room(AppLedger app) {
      this.app = app;
      this.fresh = RollingStep.of(app, 0).fresh();
      this.limits =
          new PlacementLimits(
              app.current().definition().constraints(), app.current().placed().values());
      for (var id : app.current().waiting()) {
        next.put(id, app.current().instances().get(id).incarnation() + 1);
      }
    }

    /** Absent if the app launches nothing now. */
    static Optional<Room> of(LedgerTurn turn, AppId id) {
      return turn.state()
          .app(id)
          .filter(app -> !app.target().removed())
          .filter(
              app ->
                  app.current().backoff().stream()
                      .allMatch(backoff -> !backoff.until().isAfter(turn.now())))
          .map(Room::new);
    }

    boolean take(LedgerTurn turn, LedgerCommand.Proposal proposal) {
      if (!proposal.configVersion().equals(app.target().configVersion())
          || !proposal.id().safe().equals(proposal.appId().safe())) {
        return false;
      }
      boolean again = next.containsKey(proposal.id());
      boolean wanted =
          again
              ? next.get(proposal.id()) == proposal.incarnation()
              : fresh > 0 && proposal.incarnation() == 1 && turn.instance(proposal.id()).isEmpty();
      if (!wanted || !limits.take(proposal.placement())) {
        return false;
      }
      next.remove(proposal.id());
      fresh -= again ? 0 : 1;
      return true;
    }
  }
}
