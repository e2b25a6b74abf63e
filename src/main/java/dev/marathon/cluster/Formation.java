package dev.marathon.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import dev.marathon.store.lease.LeaseRow;
import dev.marathon.store.lease.LeaseWorker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Brings a starting node into the cluster, by {@link FormationRules}: it asks the nodes that the
 * lease's row names, and the configured ones, for admission; only when nobody leads and none of
 * them answers it begins a cluster of its own, and only as the holder of the lease. So two clusters
 * that do not know of each other cannot both lead.
 *
 * <p>Akka's split brain resolver acts on nodes that are up only, so a node whose hosts crash before
 * they brought it up would wait forever; it removes them itself, as the holder of the lease.
 */
final class Formation extends AbstractBehavior<Formation.Message> {

  /** What it tells itself. */
  sealed interface Message {
    record Look() implements Message {}

    record Answered(boolean got) implements Message {}
  }

  private static final Duration EVERY = Duration.ofMillis(100);

  private final LeaseWorker lease;
  private final Supplier<Set<String>> seeds;
  private final StoresOfSeeds stores;
  private final Cluster cluster;
  private FormationRules rules;
  private boolean asking;
  private String said = "";

  /**
   * @param lease of the active node
   * @param seeds addresses of the configured nodes, as of now
   * @param stores which of them use our store
   */
  static Behavior<Message> create(
      LeaseWorker lease, Supplier<Set<String>> seeds, StoresOfSeeds stores) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Formation(context, timers, lease, seeds, stores)));
  }

  private Formation(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      LeaseWorker lease,
      Supplier<Set<String>> seeds,
      StoresOfSeeds stores) {
    super(context);
    // Of actors that Akka starts outside of the guardian it finds no name of ours.
    context.setLoggerName(Formation.class);
    this.lease = lease;
    this.seeds = seeds;
    this.stores = stores;
    this.cluster = Cluster.get(context.getSystem());
    this.rules = FormationRules.begin(cluster.selfMember().address().toString());
    timers.startTimerWithFixedDelay(new Message.Look(), Duration.ZERO, EVERY);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Look.class, look -> onLook())
        .onMessage(Message.Answered.class, this::onAnswered)
        .build();
  }

  private Behavior<Message> onLook() {
    if (cluster.selfMember().status().equals(MemberStatus.up())) {
      return Behaviors.stopped();
    }
    var seen = lease.keeper().seen();
    if (asking || seen.isEmpty() || !stores.begin()) {
      return this;
    }
    var next =
        rules.next(
            new FormationRules.Sight(
                seen.get().row(),
                lease.keeper().taken(),
                seeds(seen.get().row()),
                admission(),
                System.nanoTime()));
    rules = next.rules();
    if (next.step() instanceof FormationRules.Step.Ask ask) {
      say("asking " + String.join(", ", ask.contacts()) + " for admission to the cluster");
      cluster.manager().tell(new JoinSeedNodes(addresses(ask.contacts())));
    } else if (next.step() instanceof FormationRules.Step.Begin) {
      asking = true;
      getContext().pipeToSelf(lease.acquire(), (got, never) -> new Message.Answered(got));
    } else if (next.step() instanceof FormationRules.Step.Wait wait) {
      wait.why().ifPresent(this::say);
    }
    return this;
  }

  private Behavior<Message> onAnswered(Message.Answered answered) {
    asking = false;
    if (!answered.got()) {
      return this;
    }
    if (members().isEmpty()) {
      say("beginning a cluster");
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else {
      say("going on without the nodes that admitted this one");
      cluster
          .state()
          .getUnreachable()
          .forEach(gone -> cluster.manager().tell(new Down(gone.address())));
    }
    return this;
  }

  /** Those whom the row names use our store, also if they are too old to say so. */
  private FormationRules.Seeds seeds(Optional<LeaseRow> row) {
    var self = cluster.selfMember().address().toString();
    var configured = new HashSet<>(seeds.get());
    configured.remove(self);
    configured.removeAll(FormationRules.contacts(self, row, Set.of()));
    stores.ask(configured);
    var ours = stores.ours();
    var foreign = stores.foreign();
    configured.removeAll(ours);
    configured.removeAll(foreign);
    return new FormationRules.Seeds(ours, configured, foreign);
  }

  private FormationRules.Admission admission() {
    if (members().isEmpty()) {
      return FormationRules.Admission.NONE;
    }
    var unreachable = cluster.state().getUnreachable();
    var reachable = members().stream().filter(member -> !unreachable.contains(member)).toList();
    boolean allAtTheDoor =
        reachable.stream().allMatch(member -> member.status().equals(MemberStatus.joining()));
    boolean first =
        reachable.stream().min(Member.ordering()).filter(cluster.selfMember()::equals).isPresent();
    return !unreachable.isEmpty() && allAtTheDoor && first
        ? FormationRules.Admission.ORPHANED
        : FormationRules.Admission.PENDING;
  }

  private List<Member> members() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false).toList();
  }

  private static List<Address> addresses(List<String> contacts) {
    return contacts.stream().map(AddressFromURIString::parse).toList();
  }

  private void say(String what) {
    if (!what.equals(said)) {
      getContext().getLog().info("{}", what);
      said = what;
    }
  }
}
