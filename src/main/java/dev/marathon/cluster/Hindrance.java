package dev.marathon.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import dev.marathon.store.lease.LeaseKeeper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says why a node does not get into the cluster: in its log, whenever that changes, and to those
 * who ask it. It knocks at the nodes that are asked for admission, because a node that refuses
 * another one (other TLS settings, another name) tells it nothing.
 */
final class Hindrance {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final int CONNECT_MILLIS = 1_000;

  private Hindrance() {}

  /** What it tells itself. */
  record Look() {}

  /**
   * @param seen the lease of the leader, as last seen
   * @param seeds addresses of the configured nodes
   * @param foreign those of them that use another store
   * @param patience an election, or a node that is just starting, is no hindrance
   * @param told the reason, or that there is none any more
   */
  static Behavior<Look> create(
      Supplier<Optional<LeaseKeeper.Seen>> seen,
      Supplier<Set<String>> seeds,
      Supplier<Set<String>> foreign,
      Duration patience,
      Consumer<Optional<String>> told) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(Hindrance.class);
          var cluster = Cluster.get(context.getSystem());
          var self = cluster.selfMember().address().toString();
          return Behaviors.withTimers(
              timers -> {
                timers.startTimerWithFixedDelay(new Look(), patience, EVERY);
                var said = new Optional<?>[] {Optional.empty()};
                return Behaviors.receiveMessage(
                    look -> {
                      if (cluster.selfMember().status().equals(MemberStatus.up())) {
                        told.accept(Optional.empty());
                        return Behaviors.stopped();
                      }
                      var why = Optional.of(why(seen.get(), seeds.get(), foreign.get(), self));
                      if (!why.equals(said[0])) {
                        context.getLog().warn("{}; trying again", why.get());
                        said[0] = why;
                      }
                      told.accept(why);
                      return Behaviors.same();
                    });
              });
        });
  }

  private static String why(
      Optional<LeaseKeeper.Seen> seen, Set<String> seeds, Set<String> foreign, String self) {
    if (seen.isEmpty()) {
      return "this node is in no cluster: the store has not answered yet";
    }
    var contacts = FormationRules.contacts(self, seen.get().row(), seeds);
    return contacts.isEmpty()
        ? "this node is in no cluster and knows no other: it waits for the lease of the leader"
        : contacts.stream()
            .map(
                contact ->
                    hostPort(contact)
                        + ": "
                        + (foreign.contains(contact) ? FormationRules.FOREIGN : knock(contact)))
            .collect(
                Collectors.joining(
                    "; ", "this node is in no cluster; it asks for admission at ", ""));
  }

  private static String hostPort(String contact) {
    return contact.substring(contact.indexOf('@') + 1);
  }

  private static String knock(String contact) {
    var place = hostPort(contact);
    int colon = place.lastIndexOf(':');
    var address =
        new InetSocketAddress(
            place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
    if (address.isUnresolved()) {
      return "no such host";
    }
    try (var socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return "accepts connections, but does not admit this node; it may start or end just now, have"
          + " other TLS settings (cluster.tls), know itself under another address"
          + " (cluster.address), or not reach this node";
    } catch (ConnectException refused) {
      return "nobody listens there";
    } catch (SocketTimeoutException silent) {
      return "no answer";
    } catch (IOException other) {
      return String.valueOf(other.getMessage());
    }
  }
}
