package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.Shown;
import dev.marathon.base.Version;
import dev.marathon.instance.Condition;
import dev.marathon.offer.RejectReason;
import dev.marathon.overview.Overview;
import dev.marathon.overview.Transients;
import dev.marathon.scheduler.QueueView;
import dev.marathon.security.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes what apps wait for and why. */
final class QueueJson {

  private final Identity reader;
  private final Overview overview;
  private final Instant now;
  private final boolean unusedOffers;

  /**
   * @param unusedOffers whether the newest unused offers are shown
   */
  QueueJson(Identity reader, Overview overview, Instant now, boolean unusedOffers) {
    this.reader = reader;
    this.overview = overview;
    this.now = now;
    this.unusedOffers = unusedOffers;
  }

  ObjectNode write(Transients.Waiting waiting) {
    var demand = waiting.demand();
    var app = overview.app(demand.appId()).orElseThrow();
    long onTheWay =
        app.instances().stream().filter(i -> i.condition() == Condition.PROVISIONED).count();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("count", demand.count() + onTheWay)
            .put("role", app.definition().role());
    long left = secondsLeft(demand.notBefore());
    json.putObject("delay").put("timeLeftSeconds", left).put("overdue", left == 0);
    var queued = overview.queued(demand.appId());
    json.put("since", Version.format(queued.map(QueueView.Entry::since).orElse(waiting.since())));
    var offers = queued.map(QueueView.Entry::offers).orElse(NOTHING_SEEN);
    json.set("processedOffersSummary", summary(offers));
    if (unusedOffers) {
      var unused = json.putArray("lastUnusedOffers");
      offers.lastUnused().forEach(offer -> unused.add(OfferJson.write(offer)));
    }
    json.set("app", Shown.app(reader, app.definition()));
    return json;
  }

  private long secondsLeft(Optional<Instant> notBefore) {
    return notBefore
        .map(until -> Math.max(0, (Duration.between(now, until).toMillis() + 999) / 1000))
        .orElse(0L);
  }

  private static ObjectNode summary(QueueView.OfferSummary offers) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("processedOffersCount", offers.processed())
            .put("unusedOffersCount", offers.unused());
    offers.lastUnusedAt().ifPresent(at -> json.put("lastUnusedOfferAt", Version.format(at)));
    offers.lastUsedAt().ifPresent(at -> json.put("lastUsedOfferAt", Version.format(at)));
    funnel(json.putArray("rejectSummaryLastOffers"), offers.lastOffers());
    funnel(json.putArray("rejectSummaryLaunchAttempt"), offers.sinceLaunchBegan());
    return json;
  }

  private static void funnel(ArrayNode array, List<QueueView.Step> steps) {
    steps.forEach(
        step ->
            array
                .addObject()
                .put("reason", step.reason().json())
                .put("declined", step.declined())
                .put("processed", step.processed()));
  }

  /** What is shown before the scheduler has looked at an app. */
  private static final QueueView.OfferSummary NOTHING_SEEN =
      new QueueView.OfferSummary(
          0, 0, Optional.empty(), Optional.empty(), noSteps(), noSteps(), List.of());

  private static List<QueueView.Step> noSteps() {
    return Arrays.stream(RejectReason.values())
        .map(reason -> new QueueView.Step(reason, 0, 0))
        .toList();
  }
}
