package dev.marathon.store.lease;

import static java.util.stream.Collectors.toSet;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.cluster.Cluster;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** The leases of one node, each with its own connection; closed with the actor system. */
public final class Leases implements Extension {

  /** Who leads. */
  public static final String ACTIVE = "active";

  /** Which side of a partition goes on. */
  static final String PARTITION = "partition";

  /** Not a lease: its holder is the name of the store, and never changes. */
  static final String STORE = "store";

  /** Neither on their way in nor declared gone. */
  private static final Set<MemberStatus> STAYING =
      Set.of(MemberStatus.up(), MemberStatus.leaving(), MemberStatus.exiting());

  private static final Id ID = new Id();

  private final ActorSystem system;
  private final LeaseSetup setup;
  private final String self;
  private final Map<String, LeaseWorker> workers = new ConcurrentHashMap<>();

  private static final class Id extends AbstractExtensionId<Leases> {
    @Override
    public Leases createExtension(ExtendedActorSystem system) {
      return new Leases(system);
    }
  }

  private Leases(ExtendedActorSystem system) {
    this.system = system;
    this.setup =
        system
            .settings()
            .setup()
            .get(LeaseSetup.class)
            .orElseThrow(() -> new IllegalStateException("a node without a shared store"));
    this.self = holder(Cluster.get(system).selfUniqueAddress());
    system.registerOnTermination(() -> workers.values().forEach(LeaseWorker::close));
  }

  public static Leases get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /**
   * What tells this store from any other: a name that the first node wrote into it. Blocks.
   *
   * @throws IOException if the store does not answer
   */
  public String storeName() throws IOException {
    try (var table = setup.open()) {
      var found = table.read(STORE);
      if (found.isEmpty()) {
        var named = new LeaseRow(UUID.randomUUID().toString(), 1, List.of());
        // Of several that try, one succeeds.
        table.write(STORE, Optional.empty(), named);
        found = table.read(STORE);
      }
      return found.orElseThrow(() -> new IOException("the name of the store is gone")).holder();
    }
  }

  /** The lease that says who leads. */
  public LeaseWorker active() {
    return worker(ACTIVE);
  }

  LeaseWorker worker(String name) {
    return workers.computeIfAbsent(
        name,
        absent -> {
          var table = setup.open();
          return new LeaseWorker(
              name,
              new LeaseKeeper(name, self, table, setup.times(), System::nanoTime),
              table,
              setup.times(),
              name.equals(PARTITION) ? () -> side().members() : this::members);
        });
  }

  /** The nodes that nobody on this side misses. */
  Side side() {
    var cluster = Cluster.get(system);
    var state = cluster.state();
    var unreachable = state.getUnreachable();
    var reached =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(member -> STAYING.contains(member.status()) && !unreachable.contains(member))
            .toList();
    return new Side(
        cluster.selfAddress().toString(),
        reached.stream().map(member -> holder(member.uniqueAddress())).collect(toSet()),
        reached.stream().map(member -> member.address().toString()).sorted().toList());
  }

  /** Tells the incarnations of a node apart. */
  private static String holder(UniqueAddress node) {
    return node.address() + "#" + Long.toHexString(node.longUid());
  }

  /** Addresses of this cluster's nodes; of those that stay. */
  private List<String> members() {
    var state = Cluster.get(system).state();
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .map(member -> member.address().toString())
        .sorted()
        .toList();
  }
}
