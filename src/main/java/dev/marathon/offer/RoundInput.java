package dev.marathon.offer;

import dev.marathon.instance.Demand;
import java.util.List;
import java.util.Optional;

/**
 * What a round of matching looks at.
 *
 * @param offers in hand; several of one agent and role are joined
 * @param wanted in the order in which they get their turns
 * @param masterRegion region of the Mesos master
 */
public record RoundInput(
    List<Held> offers, List<Wanted> wanted, Optional<String> masterRegion, MatchSettings settings) {

  public RoundInput {
    offers = List.copyOf(offers);
    wanted = List.copyOf(wanted);
  }

  /**
   * @param arrival number of the offer, growing with time, from 1
   */
  public record Held(Offer offer, long arrival) {}

  /**
   * @param demand of an app that may be launched now
   * @param triedUpTo the demand as it is was tried on all offers up to this arrival; 0 if on none
   * @param enforceRole whether the app's group enforces its role
   */
  public record Wanted(Demand demand, long triedUpTo, boolean enforceRole) {}
}
