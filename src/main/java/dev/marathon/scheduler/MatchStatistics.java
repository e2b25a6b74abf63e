package dev.marathon.scheduler;

import dev.marathon.base.AppId;
import dev.marathon.offer.RejectReason;
import dev.marathon.offer.RoundResult.DemandReport;
import dev.marathon.offer.RoundResult.Unused;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Why apps wait: counts and the latest unused offers, per app. Bounded: the more apps wait, the
 * fewer offers each remembers; an app that waits no more is forgotten after a while.
 */
record MatchStatistics(PMap<AppId, AppStatistics> apps, Optional<Instant> look) {

  static final MatchStatistics EMPTY = new MatchStatistics(HashTreePMap.empty(), Optional.empty());

  private static final int OFFERS_IN_ALL = 100_000;
  private static final int OFFERS_PER_APP = 1_000;
  private static final int OFFERS_AT_LEAST = 10;

  /** An app that fails and waits again soon is the same launch for its user. */
  private static final Duration REMEMBER = Duration.ofMinutes(1);

  /**
   * @param declined by first reason, since the launch began
   * @param unused the latest by agent
   * @param idleSince when the app began to lack nothing
   */
  record AppStatistics(
      long processed,
      PMap<RejectReason, Long> declined,
      PMap<String, QueueView.UnusedOffer> unused,
      Optional<Instant> lastUnusedAt,
      Optional<Instant> lastUsedAt,
      Optional<Instant> idleSince) {

    static final AppStatistics NONE =
        new AppStatistics(
            0,
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    AppStatistics plus(DemandReport report, int mostOffers, Instant now) {
      PMap<RejectReason, Long> counts = declined;
      for (var entry : report.declined().entrySet()) {
        counts =
            counts.plus(entry.getKey(), counts.getOrDefault(entry.getKey(), 0L) + entry.getValue());
      }
      PMap<String, QueueView.UnusedOffer> offers =
          unused.size() + report.unused().size() > mostOffers ? HashTreePMap.empty() : unused;
      int room = mostOffers - offers.size();
      for (Unused offer : report.unused().subList(0, Math.min(room, report.unused().size()))) {
        offers =
            offers.plus(
                offer.offer().agentId(),
                new QueueView.UnusedOffer(offer.offer(), offer.reasons(), now));
      }
      return new AppStatistics(
          processed + report.processed(),
          counts,
          offers,
          report.declinedInAll() > 0 ? Optional.of(now) : lastUnusedAt,
          report.launched() > 0 ? Optional.of(now) : lastUsedAt,
          idleSince);
    }

    AppStatistics idle(Optional<Instant> since) {
      return new AppStatistics(processed, declined, unused, lastUnusedAt, lastUsedAt, since);
    }

    QueueView.OfferSummary summary() {
      var latest = new EnumMap<RejectReason, Integer>(RejectReason.class);
      unused.values().forEach(u -> latest.merge(u.reasons().get(0).reason(), 1, Integer::sum));
      return new QueueView.OfferSummary(
          processed,
          declined.values().stream().mapToLong(Long::longValue).sum(),
          lastUnusedAt,
          lastUsedAt,
          QueueView.Step.funnel(processed, declined),
          QueueView.Step.funnel(unused.size(), latest),
          List.copyOf(unused.values()));
    }
  }

  MatchStatistics plus(List<DemandReport> reports, Instant now) {
    int most =
        Math.max(
            OFFERS_AT_LEAST,
            Math.min(OFFERS_PER_APP, OFFERS_IN_ALL / Math.max(1, apps.size() + reports.size())));
    PMap<AppId, AppStatistics> next = apps;
    for (DemandReport report : reports) {
      next =
          next.plus(
              report.appId(),
              next.getOrDefault(report.appId(), AppStatistics.NONE).plus(report, most, now));
    }
    return new MatchStatistics(next, look);
  }

  /** The app lacks something, or nothing any more. */
  MatchStatistics waiting(AppId appId, boolean waits, Instant now) {
    AppStatistics known = apps.get(appId);
    if (known == null || known.idleSince().isEmpty() == waits) {
      return this;
    }
    Optional<Instant> since = waits ? Optional.empty() : Optional.of(now);
    return new MatchStatistics(
        apps.plus(appId, known.idle(since)),
        waits ? look : Times.earlier(look, Optional.of(now.plus(REMEMBER))));
  }

  MatchStatistics forget(Instant now) {
    if (!Times.reached(look, now)) {
      return this;
    }
    PMap<AppId, AppStatistics> next = apps;
    Optional<Instant> nextLook = Optional.empty();
    for (var app : apps.entrySet()) {
      Optional<Instant> end = app.getValue().idleSince().map(since -> since.plus(REMEMBER));
      if (Times.reached(end, now)) {
        next = next.minus(app.getKey());
      } else {
        nextLook = Times.earlier(nextLook, end);
      }
    }
    return new MatchStatistics(next, nextLook);
  }

  QueueView view(DemandBook demands) {
    Map<AppId, QueueView.Entry> entries = new HashMap<>();
    for (OpenDemand open : demands.open().values()) {
      AppId appId = open.demand().appId();
      entries.put(
          appId,
          new QueueView.Entry(
              open.demand().definition(),
              open.demand().count(),
              open.demand().notBefore(),
              open.since(),
              apps.getOrDefault(appId, AppStatistics.NONE).summary()));
    }
    return new QueueView(entries);
  }
}
