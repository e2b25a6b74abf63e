package dev.marathon.offer;

import dev.marathon.offer.Offer.Attribute;
import dev.marathon.offer.Offer.PortRange;
import dev.marathon.offer.Offer.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds offers for tests. */
public final class Offers {
  private final String agent;
  private String id;
  private String host;
  private String role = "*";
  private final List<Resource> resources = new ArrayList<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private Optional<String> region = Optional.empty();
  private Optional<String> zone = Optional.empty();
  private Optional<Instant> from = Optional.empty();
  private Optional<Instant> until = Optional.empty();

  private Offers(String agent) {
    this.agent = agent;
    this.id = agent + "-offer";
    this.host = agent + ".host";
  }

  public static Offers of(String agent) {
    return new Offers(agent);
  }

  /** An agent with cores and MiB, a lot of disk and ports 31000 to 31999. */
  public static Offers of(String agent, double cpus, double mem) {
    return of(agent)
        .scalar("cpus", "*", cpus)
        .scalar("mem", "*", mem)
        .scalar("disk", "*", 10_000)
        .ports("*", 31_000, 31_999);
  }

  public Offers id(String other) {
    id = other;
    return this;
  }

  public Offers host(String other) {
    host = other;
    return this;
  }

  public Offers role(String other) {
    role = other;
    return this;
  }

  public Offers scalar(String name, String resourceRole, double amount) {
    return resource(new Resource.Scalar(name, resourceRole, amount, Optional.empty()));
  }

  public Offers ports(String resourceRole, int begin, int end) {
    return resource(
        new Resource.Ranges(
            "ports", resourceRole, List.of(new PortRange(begin, end)), Optional.empty()));
  }

  public Offers resource(Resource resource) {
    resources.add(resource);
    return this;
  }

  public Offers text(String name, String value) {
    return attribute(name, new Attribute.Text(value));
  }

  public Offers attribute(String name, Attribute value) {
    attributes.put(name, value);
    return this;
  }

  public Offers domain(String inRegion, String inZone) {
    region = Optional.of(inRegion);
    zone = Optional.of(inZone);
    return this;
  }

  public Offers unavailable(Instant start, Instant end) {
    from = Optional.of(start);
    until = Optional.ofNullable(end);
    return this;
  }

  public Offer build() {
    return new Offer(
        id,
        agent,
        host,
        role,
        List.copyOf(resources),
        Map.copyOf(attributes),
        region,
        zone,
        from,
        until);
  }
}
