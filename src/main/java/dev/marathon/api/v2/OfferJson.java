package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.offer.NoMatch;
import dev.marathon.offer.Offer;
import dev.marathon.scheduler.QueueView;
import java.util.List;
import java.util.Locale;

/** Writes offers that were not used and what each of them lacked. */
final class OfferJson {

  private OfferJson() {}

  static ObjectNode write(QueueView.UnusedOffer unused) {
    var json = object();
    json.set("offer", offer(unused.offer()));
    var reasons = json.putArray("reason");
    unused.reasons().stream()
        .map(reason -> reason.reason().json())
        .distinct()
        .forEach(reasons::add);
    var details = json.putArray("details");
    unused.reasons().forEach(reason -> details.add(explain(reason)));
    return json.put("timestamp", Version.format(unused.at()));
  }

  private static ObjectNode offer(Offer offer) {
    var json =
        object()
            .put("id", offer.id())
            .put("hostname", offer.host())
            .put("agentId", offer.agentId());
    var resources = json.putArray("resources");
    offer.resources().forEach(resource -> resources.add(resource(resource)));
    var attributes = json.putArray("attributes");
    offer.attributes().forEach((name, value) -> attributes.add(attribute(name, value)));
    return json;
  }

  private static ObjectNode resource(Offer.Resource resource) {
    var json = object().put("name", resource.name()).put("role", resource.role());
    if (resource instanceof Offer.Resource.Scalar scalar) {
      return json.put("scalar", scalar.amount());
    }
    if (resource instanceof Offer.Resource.Ranges ranges) {
      var list = json.putArray("ranges");
      ranges.ranges().forEach(range -> range(list, range.begin(), range.end()));
      return json;
    }
    if (resource instanceof Offer.Resource.Items items) {
      return set(json, items.items());
    }
    throw new Unhandled(resource);
  }

  private static ObjectNode attribute(String name, Offer.Attribute value) {
    var json = object().put("name", name);
    if (value instanceof Offer.Attribute.Text text) {
      return json.put("text", text.value());
    }
    if (value instanceof Offer.Attribute.Scalar scalar) {
      return json.put("scalar", scalar.value());
    }
    if (value instanceof Offer.Attribute.Ranges ranges) {
      var list = json.putArray("ranges");
      ranges.ranges().forEach(range -> range(list, range[0], range[1]));
      return json;
    }
    if (value instanceof Offer.Attribute.Items items) {
      return set(json, items.items());
    }
    throw new Unhandled(value);
  }

  private static void range(ArrayNode list, long begin, long end) {
    list.addObject().put("begin", begin).put("end", end);
  }

  private static ObjectNode set(ObjectNode json, List<String> items) {
    var list = json.putArray("set");
    items.forEach(list::add);
    return json;
  }

  /** What was missing and how much, for people. */
  static String explain(NoMatch reason) {
    if (reason instanceof NoMatch.TooLittle little) {
      return "has "
          + number(little.offered())
          + " of "
          + number(little.wanted())
          + " "
          + little.resource();
    }
    if (reason instanceof NoMatch.TooFewPorts ports) {
      return ports.missing().isEmpty()
          ? "has " + ports.offered() + " of " + ports.wanted() + " ports"
          : "does not have the ports " + ports.missing();
    }
    if (reason instanceof NoMatch.ConstraintUnmet unmet) {
      return unmet.constraint()
          + ": "
          + unmet.why()
          + unmet.offered().map(value -> " (has '" + value + "')").orElse("");
    }
    if (reason instanceof NoMatch.OtherRoles roles) {
      return "offers to the roles " + roles.offered() + ", the app accepts " + roles.accepted();
    }
    if (reason instanceof NoMatch.OtherRegion region) {
      return "is in region " + region.offered() + ", not in " + region.local();
    }
    if (reason instanceof NoMatch.InMaintenance maintenance) {
      return "is in maintenance from "
          + Version.format(maintenance.from())
          + maintenance.until().map(until -> " to " + Version.format(until)).orElse("");
    }
    if (reason instanceof NoMatch.ScarceGpus gpus) {
      return "keeps its " + number(gpus.offered()) + " gpus for apps that ask for some";
    }
    if (reason instanceof NoMatch.NoReservation) {
      return "has no reservation of this app";
    }
    throw new Unhandled(reason);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
