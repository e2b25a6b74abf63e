package dev.marathon.overview;

import dev.marathon.offer.NoMatch;
import dev.marathon.offer.Offer;
import dev.marathon.offer.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How offers were used for the launches that an app waits for.
 *
 * @param processed offers looked at since the launch began
 * @param unused those of them that did not fit
 * @param lastOffers by step of the funnel, the newest unused offer of each agent
 * @param launchAttempt by step of the funnel, all unused offers since the launch began
 * @param lastUnusedOffers newest unused offers, at most a few
 */
public record OfferStatistics(
    long processed,
    long unused,
    Optional<Instant> lastUsedAt,
    Optional<Instant> lastUnusedAt,
    Map<RejectReason, Long> lastOffers,
    Map<RejectReason, Long> launchAttempt,
    List<UnusedOffer> lastUnusedOffers) {

  public static final OfferStatistics NONE =
      new OfferStatistics(0, 0, Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of());

  /** An offer that did not fit, and why. */
  public record UnusedOffer(Offer offer, List<NoMatch> reasons, Instant at) {
    public UnusedOffer {
      reasons = List.copyOf(reasons);
    }
  }

  public OfferStatistics {
    lastOffers = Map.copyOf(lastOffers);
    launchAttempt = Map.copyOf(launchAttempt);
    lastUnusedOffers = List.copyOf(lastUnusedOffers);
  }
}
