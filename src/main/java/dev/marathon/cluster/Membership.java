package dev.marathon.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.function.Consumer;

/**
 * Tells the operator who comes and goes, and ends a node that is not wanted any more: after a
 * partition the side that did not get the lease, at once and without waiting for the others to hear
 * of it.
 */
final class Membership {

  private Membership() {}

  static Behavior<MemberEvent> create(Consumer<Ending> end) {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          var self = cluster.selfMember().uniqueAddress();
          cluster.subscriptions().tell(Subscribe.create(context.getSelf(), MemberEvent.class));
          return Behaviors.receiveMessage(
              event -> {
                var member = event.member();
                boolean own = member.uniqueAddress().equals(self);
                if (event instanceof MemberUp) {
                  context.getLog().info("node {} is in the cluster", member.address());
                } else if (event instanceof MemberDowned && own) {
                  end.accept(
                      new Ending(
                          ExitCode.LEADERSHIP_LOST, "cut off from the other nodes, which go on"));
                } else if (event instanceof MemberRemoved removed) {
                  context
                      .getLog()
                      .info("node {} is gone ({})", member.address(), removed.previousStatus());
                }
                return Behaviors.same();
              });
        });
  }
}
