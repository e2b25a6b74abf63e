package dev.marathon.local.master;

import com.google.protobuf.UnknownFieldSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * All that the master knows: frameworks, agents, offers, ids. Plain memory, used on the loop only.
 */
final class Cluster {
  private static final int MAX_COMPLETED_FRAMEWORKS = 50;
  static final String VERSION = "1.12.0";

  /** {@code type: QUOTA_V2}, which our classes do not know yet. */
  private static final UnknownFieldSet QUOTA_V2 =
      UnknownFieldSet.newBuilder()
          .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(3).build())
          .build();

  final Loop loop;
  final Settings settings;
  final Registry registry;
  final MasterInfo info;
  final Instant startedAt;
  final Optional<String> region;
  private final Master master;
  final Map<String, Framework> frameworks = new LinkedHashMap<>();
  final Map<String, Agent> agents = new LinkedHashMap<>();

  /** Known to the registry and not back since this master started. */
  final Set<String> recovering = new HashSet<>();

  final Map<String, Instant> unreachable = new HashMap<>();
  final Set<String> gone = new HashSet<>();
  final Map<String, Offer> offers = new HashMap<>();
  final Shares shares = new Shares();
  final Map<String, Framework> completed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Framework> eldest) {
          return size() > MAX_COMPLETED_FRAMEWORKS;
        }
      };
  private int nextFramework;
  private int nextAgent;
  private long nextOffer;

  /**
   * @param id of this master, a UUID
   * @param ip IPv4 address that it listens on
   */
  Cluster(
      Loop loop,
      Settings settings,
      Registry registry,
      String id,
      String ip,
      int port,
      Optional<String> region,
      Master master) {
    this.loop = loop;
    this.settings = settings;
    this.registry = registry;
    this.region = region;
    this.master = master;
    startedAt = loop.now();
    info = masterInfo(id, ip, port, region);
    for (var entry : registry.entries()) {
      switch (entry.standing()) {
        case ADMITTED -> recovering.add(entry.id());
        case UNREACHABLE ->
            unreachable.put(entry.id(), Instant.ofEpochMilli((long) (entry.since() * 1000)));
        case GONE -> gone.add(entry.id());
      }
    }
  }

  private static MasterInfo masterInfo(String id, String ip, int port, Optional<String> region) {
    var info =
        MasterInfo.newBuilder()
            .setId(id)
            .setIp(littleEndian(ip))
            .setPort(port)
            .setPid("master@" + ip + ":" + port)
            .setHostname(ip)
            .setVersion(VERSION)
            .setAddress(Address.newBuilder().setHostname(ip).setIp(ip).setPort(port));
    for (var type :
        List.of(
            MasterInfo.Capability.Type.AGENT_UPDATE, MasterInfo.Capability.Type.AGENT_DRAINING)) {
      info.addCapabilities(MasterInfo.Capability.newBuilder().setType(type));
    }
    info.addCapabilities(MasterInfo.Capability.newBuilder().setUnknownFields(QUOTA_V2));
    region.ifPresent(name -> info.setDomain(domain(name, Optional.empty())));
    return info.build();
  }

  static DomainInfo domain(String region, Optional<String> zone) {
    var fault =
        DomainInfo.FaultDomain.newBuilder()
            .setRegion(DomainInfo.FaultDomain.RegionInfo.newBuilder().setName(region))
            .setZone(DomainInfo.FaultDomain.ZoneInfo.newBuilder().setName(zone.orElse("")));
    return DomainInfo.newBuilder().setFaultDomain(fault).build();
  }

  /**
   * The address in network byte order, read as a little-endian number: what {@code MasterInfo.ip}
   * holds on x86.
   */
  private static int littleEndian(String ip) {
    int result = 0;
    var parts = ip.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      result |= Integer.parseInt(parts[i]) << (8 * i);
    }
    return result;
  }

  Master master() {
    return master;
  }

  String id() {
    return info.getId();
  }

  String newFrameworkId() {
    return String.format(Locale.ROOT, "%s-%04d", id(), nextFramework++);
  }

  String newAgentId() {
    return id() + "-S" + nextAgent++;
  }

  /** Of offers and inverse offers. */
  String newOfferId() {
    return id() + "-O" + nextOffer++;
  }

  Optional<Framework> framework(String id) {
    return Optional.ofNullable(frameworks.get(id));
  }

  Optional<Agent> agent(String id) {
    return Optional.ofNullable(agents.get(id));
  }

  /** Takes resources for a task or executor, beyond what an offer held for it. */
  void hold(String framework, Agent agent, Resources allocated) {
    if (!settings.infinite()) {
      agent.hold(allocated);
      count(framework, allocated, true);
    }
  }

  /** Gives resources back that an offer, task or executor held. */
  void release(String framework, Agent agent, Resources allocated) {
    if (!settings.infinite()) {
      agent.release(allocated);
      count(framework, allocated, false);
    }
  }

  private void count(String framework, Resources allocated, boolean taken) {
    allocated
        .role()
        .ifPresent(
            role -> {
              if (taken) {
                shares.taken(role, framework, allocated);
              } else {
                shares.returned(role, framework, allocated);
              }
            });
  }

  void release(Task task) {
    if (!task.released) {
      task.released = true;
      agent(task.agent).ifPresent(agent -> release(task.framework, agent, task.resources));
    }
  }

  void add(Task task, Agent agent) {
    framework(task.framework).ifPresent(framework -> framework.tasks.put(task.id(), task));
    agent.tasks.put(new Agent.Key(task.framework, task.id()), task);
  }

  /** Forgets a task that is over, but for the views. */
  void complete(Task task) {
    release(task);
    agent(task.agent)
        .ifPresent(agent -> agent.tasks.remove(new Agent.Key(task.framework, task.id()), task));
    framework(task.framework).ifPresent(framework -> framework.complete(task));
  }
}
