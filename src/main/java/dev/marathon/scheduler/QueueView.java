package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.offer.NoMatch;
import dev.marathon.offer.Offer;
import dev.marathon.offer.RejectReason;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waits for a launch, and why: the content of {@code /v2/queue}. A snapshot, not older than
 * half a second.
 *
 * @param entries by app; an app that lacks nothing has none
 */
public record QueueView(Map<AppId, Entry> entries) {

  public static final QueueView EMPTY = new QueueView(Map.of());

  public QueueView {
    entries = Map.copyOf(entries);
  }

  /**
   * @param count instances without an offer
   * @param notBefore end of the back-off; may be past
   * @param since when the app began to lack something
   * @param offers what became of the offers that were looked at since
   */
  public record Entry(
      AppDefinition definition,
      int count,
      Optional<Instant> notBefore,
      Instant since,
      OfferSummary offers) {

    public boolean backingOff(Instant now) {
      return notBefore.map(now::isBefore).orElse(false);
    }
  }

  /**
   * @param processed offers looked at
   * @param unused how many of them could not be used
   * @param sinceLaunchBegan all ten steps of the funnel over all offers since the launch began
   * @param lastOffers all ten steps over the latest unused offer of each agent
   * @param lastUnused the latest unused offer of each agent, at most 1,000
   */
  public record OfferSummary(
      long processed,
      long unused,
      Optional<Instant> lastUnusedAt,
      Optional<Instant> lastUsedAt,
      List<Step> sinceLaunchBegan,
      List<Step> lastOffers,
      List<UnusedOffer> lastUnused) {}

  /**
   * @param declined offers that failed here first
   * @param processed offers that came that far
   */
  public record Step(RejectReason reason, long declined, long processed) {

    static List<Step> funnel(long processed, Map<RejectReason, ? extends Number> declined) {
      var steps = new ArrayList<Step>();
      long left = processed;
      for (RejectReason reason : RejectReason.values()) {
        long here = declined.containsKey(reason) ? declined.get(reason).longValue() : 0;
        steps.add(new Step(reason, here, left));
        left -= here;
      }
      return List.copyOf(steps);
    }
  }

  /**
   * @param reasons in the order of the funnel, at least one
   */
  public record UnusedOffer(Offer offer, List<NoMatch> reasons, Instant at) {}
}
