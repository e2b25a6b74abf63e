package dev.marathon.local.master;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Makes offers, takes them back, returns what they held. */
final class Offers {
  private final Cluster cluster;
  private final Random random = new Random(1);

  Offers(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A round over all agents: the periodic one, and on subscribe and revive. */
  void allocate() {
    allocate(cluster.agents.values());
  }

  void allocate(Collection<Agent> agents) {
    cluster.registry.flush();
    var candidates = new ArrayList<Agent>(agents.size());
    for (var agent : agents) {
      if (agent.available()) {
        candidates.add(agent);
      }
    }
    Collections.shuffle(candidates, random);
    var grants =
        Allocator.round(
            candidates, cluster.frameworks.values(), cluster.shares, cluster.settings.infinite());
    var byFramework = new LinkedHashMap<Framework, Event.Offers.Builder>();
    for (var grant : grants) {
      var framework = (Framework) grant.framework();
      var agent = (Agent) grant.agent();
      var offer =
          new Offer(cluster.newOfferId(), framework, agent, grant.role(), grant.resources());
      // The allocator has counted the share already.
      if (!cluster.settings.infinite()) {
        agent.hold(offer.resources());
      }
      add(offer);
      byFramework
          .computeIfAbsent(framework, f -> Event.Offers.newBuilder())
          .addOffers(message(offer));
    }
    byFramework.forEach(
        (framework, offers) ->
            framework.send(Event.newBuilder().setType(Event.Type.OFFERS).setOffers(offers)));
  }

  private void add(Offer offer) {
    cluster.offers.put(offer.id(), offer);
    offer.framework().add(offer);
    offer.agent().offers.put(offer.id(), offer);
    cluster.settings.offerTimeout().ifPresent(t -> cluster.loop.after(t, () -> expire(offer.id())));
  }

  private void expire(String id) {
    Optional.ofNullable(cluster.offers.get(id)).ifPresent(this::rescind);
  }

  static org.apache.mesos.v1.Protos.Offer message(Offer offer) {
    var framework = offer.framework();
    var agent = offer.agent();
    var capabilities = framework.capabilities();
    var description = agent.description;
    var message =
        org.apache.mesos.v1.Protos.Offer.newBuilder()
            .setId(Ids.offer(offer.id()))
            .setFrameworkId(Ids.framework(framework.id))
            .setAgentId(Ids.agent(agent.id()))
            .setHostname(description.hostname())
            .setUrl(url(description))
            .addAllAttributes(description.attributes());
    for (var item : offer.resources().items()) {
      message.addResources(
          ResourceFormat.outside(
              item, capabilities.multiRole(), capabilities.reservationRefinement()));
    }
    if (capabilities.multiRole()) {
      message.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()));
    }
    description
        .region()
        .ifPresent(region -> message.setDomain(Cluster.domain(region, description.zone())));
    agent.unavailability.ifPresent(message::setUnavailability);
    for (var executor : agent.executors.keySet()) {
      if (executor.framework().equals(framework.id)) {
        message.addExecutorIds(Ids.executor(executor.id()));
      }
    }
    return message.build();
  }

  static URL url(AgentLink.Description agent) {
    return URL.newBuilder()
        .setScheme("http")
        .setAddress(
            Address.newBuilder()
                .setHostname(agent.hostname())
                .setIp(agent.ip())
                .setPort(agent.port()))
        .setPath("/slave(1)")
        .build();
  }

  /** The offer is used up or void; what it held stays held. */
  void remove(Offer offer) {
    cluster.offers.remove(offer.id());
    offer.framework().remove(offer);
    offer.agent().offers.remove(offer.id());
  }

  /** The offer is void without a word to the framework. */
  void recover(Offer offer) {
    remove(offer);
    cluster.release(offer.framework().id, offer.agent(), offer.resources());
  }

  void rescind(Offer offer) {
    offer
        .framework()
        .send(
            Event.newBuilder()
                .setType(Event.Type.RESCIND)
                .setRescind(Event.Rescind.newBuilder().setOfferId(Ids.offer(offer.id()))));
    recover(offer);
  }

  void rescindAll(Agent agent) {
    List.copyOf(agent.offers.values()).forEach(this::rescind);
  }

  void recoverAll(Framework framework) {
    List.copyOf(framework.offers.values()).forEach(this::recover);
  }

  /** DECLINE: unknown ids are ignored. */
  void decline(Framework framework, Collection<String> ids, Filters filters) {
    for (var id : ids) {
      var offer = framework.offers.get(id);
      if (offer != null) {
        recover(offer);
        refuse(framework, offer.agent(), offer.resources(), filters);
      }
    }
  }

  /**
   * Sets the filter for resources that go back, role by role. Not shorter than to the next round.
   */
  void refuse(Framework framework, Agent agent, Resources allocated, Filters filters) {
    var refusal = OfferFilters.refusal(filters);
    if (refusal.isZero() || allocated.isEmpty()) {
      return;
    }
    var interval = cluster.settings.allocationInterval();
    var length = refusal.compareTo(interval) < 0 ? interval : refusal;
    long until = cluster.loop.nanos() + length.toNanos();
    Map<String, List<Resource>> byRole = new LinkedHashMap<>();
    for (var item : allocated.items()) {
      byRole.computeIfAbsent(item.getAllocationInfo().getRole(), r -> new ArrayList<>()).add(item);
    }
    byRole.forEach(
        (role, items) ->
            framework.filters.refuse(role, agent.id(), new Resources(items).unallocated(), until));
  }
}
