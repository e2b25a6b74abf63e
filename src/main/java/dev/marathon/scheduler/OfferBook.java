package dev.marathon.scheduler;

import dev.marathon.offer.Offer;
import dev.marathon.offer.RoundInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Offers in hand.
 *
 * @param arrivals number of the latest offer, counted from 1
 * @param look when the next offer has to be declined or held on, at the earliest
 */
record OfferBook(PMap<String, InHand> inHand, long arrivals, Optional<Instant> look) {

  static final OfferBook EMPTY = new OfferBook(HashTreePMap.empty(), 0, Optional.empty());

  /**
   * @param until when it is declined if nothing uses it
   * @param atMost bound of {@code until}
   */
  record InHand(Offer offer, long arrival, Instant until, Instant atMost) {}

  OfferBook plus(List<Offer> offers, Instant now, SchedulerSettings settings) {
    Instant until = now.plus(settings.holdUnused());
    Instant atMost = now.plus(settings.holdAtMost());
    PMap<String, InHand> next = inHand;
    long number = arrivals;
    for (Offer offer : offers) {
      next = next.plus(offer.id(), new InHand(offer, ++number, until, atMost));
    }
    return new OfferBook(next, number, Times.earlier(look, Optional.of(until)));
  }

  OfferBook minus(Collection<String> ids) {
    return new OfferBook(inHand.minusAll(ids), arrivals, look);
  }

  boolean has(List<String> ids) {
    return inHand.keySet().containsAll(ids);
  }

  /** All offers are void. Numbers go on. */
  OfferBook none() {
    return new OfferBook(HashTreePMap.empty(), arrivals, Optional.empty());
  }

  List<RoundInput.Held> held() {
    var held = new ArrayList<RoundInput.Held>(inHand.size());
    inHand.values().forEach(offer -> held.add(new RoundInput.Held(offer.offer(), offer.arrival())));
    held.sort((a, b) -> Long.compare(a.arrival(), b.arrival()));
    return held;
  }

  /**
   * Offers whose time is up: to be declined, or to be held for the end of a back-off.
   *
   * @param wantedAt when the role may need offers, absent if not soon
   */
  Expired expire(Instant now, Function<String, Optional<Instant>> wantedAt, Duration holdUnused) {
    if (look.isEmpty() || look.get().isAfter(now)) {
      return new Expired(this, List.of());
    }
    var declined = new ArrayList<String>();
    PMap<String, InHand> kept = inHand;
    Optional<Instant> next = Optional.empty();
    for (InHand offer : inHand.values()) {
      Instant until = offer.until();
      if (!until.isAfter(now)) {
        Instant longer =
            wantedAt
                .apply(offer.offer().allocationRole())
                .map(at -> at.plus(holdUnused))
                .orElse(until);
        until = longer.isAfter(offer.atMost()) ? offer.atMost() : longer;
        if (until.isAfter(now)) {
          kept =
              kept.plus(
                  offer.offer().id(),
                  new InHand(offer.offer(), offer.arrival(), until, offer.atMost()));
        } else {
          declined.add(offer.offer().id());
          continue;
        }
      }
      next = Times.earlier(next, Optional.of(until));
    }
    return new Expired(new OfferBook(kept.minusAll(declined), arrivals, next), declined);
  }

  record Expired(OfferBook book, List<String> declined) {}
}
