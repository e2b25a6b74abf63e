package dev.marathon.mesos;

import dev.marathon.offer.Offer;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.DomainInfo;

/** Offers as Mesos sends them to a framework with MULTI_ROLE and RESERVATION_REFINEMENT. */
final class OfferReader {
  private OfferReader() {}

  static Offer read(Protos.Offer offer) {
    Optional<Instant> start =
        offer.hasUnavailability()
            ? Optional.of(at(offer.getUnavailability().getStart().getNanoseconds()))
            : Optional.empty();
    Optional<Instant> end =
        start
            .filter(from -> offer.getUnavailability().hasDuration())
            .map(from -> from.plusNanos(offer.getUnavailability().getDuration().getNanoseconds()));
    return new Offer(
        offer.getId().getValue(),
        offer.getAgentId().getValue(),
        offer.getHostname(),
        offer.hasAllocationInfo() ? offer.getAllocationInfo().getRole() : "*",
        offer.getResourcesList().stream().map(Resources::read).flatMap(Optional::stream).toList(),
        attributes(offer.getAttributesList()),
        region(offer.hasDomain() ? Optional.of(offer.getDomain()) : Optional.empty()),
        zone(offer),
        start,
        end);
  }

  static Optional<String> region(Optional<DomainInfo> domain) {
    return domain
        .filter(DomainInfo::hasFaultDomain)
        .map(d -> d.getFaultDomain().getRegion().getName());
  }

  private static Optional<String> zone(Protos.Offer offer) {
    return offer.hasDomain() && offer.getDomain().hasFaultDomain()
        ? Optional.of(offer.getDomain().getFaultDomain().getZone().getName())
        : Optional.empty();
  }

  /** Mesos allows an attribute twice; the first one counts, as for everybody else. */
  private static Map<String, Offer.Attribute> attributes(List<Protos.Attribute> attributes) {
    var byName = new LinkedHashMap<String, Offer.Attribute>();
    for (Protos.Attribute attribute : attributes) {
      attribute(attribute).ifPresent(value -> byName.putIfAbsent(attribute.getName(), value));
    }
    return Collections.unmodifiableMap(byName);
  }

  private static Optional<Offer.Attribute> attribute(Protos.Attribute attribute) {
    return Optional.of(
        switch (attribute.getType()) {
          case TEXT -> new Offer.Attribute.Text(attribute.getText().getValue());
          case SCALAR -> new Offer.Attribute.Scalar(attribute.getScalar().getValue());
          case RANGES ->
              new Offer.Attribute.Ranges(
                  attribute.getRanges().getRangeList().stream()
                      .map(range -> new long[] {range.getBegin(), range.getEnd()})
                      .toList());
          case SET -> new Offer.Attribute.Items(List.copyOf(attribute.getSet().getItemList()));
        });
  }

  private static Instant at(long nanoseconds) {
    return Instant.ofEpochSecond(0, nanoseconds);
  }
}
