package dev.marathon.mesos.client;

import akka.actor.typed.ActorRef;
import dev.marathon.mesos.FrameworkSettings;
import dev.marathon.mesos.MesosCall;
import java.util.Optional;
import java.util.Set;

/**
 * What the client actor can be told. It pushes {@link dev.marathon.mesos.MesosEvent}s to the actor
 * that was named when it was created; each of them is to be counted in one {@link Handled}.
 */
public sealed interface MesosClient permits MesosClient.Command, MesosClient.Internal {

  /** Commands from outside. */
  sealed interface Command extends MesosClient {}

  /** Messages of the client to itself. */
  non-sealed interface Internal extends MesosClient {}

  /**
   * Subscribe, and stay subscribed until {@link Stop} or until one of {@code FailedOver}, {@code
   * FrameworkRemoved} and {@code Refused} was pushed. A second Subscribe replaces the first.
   *
   * @param frameworkId absent for a new framework; the one that the master gives is kept for
   *     reconnects
   * @param suppressedRoles of which no offers are wanted. The client follows Suppress, Revive and
   *     UpdateFramework calls, so that a reconnect asks for what was last asked for
   */
  record Subscribe(
      Optional<String> frameworkId, FrameworkSettings framework, Set<String> suppressedRoles)
      implements Command {}

  /**
   * Send a call. Calls reach the master in the order of the sends. Fails at once while not
   * subscribed or when too many calls wait.
   *
   * @param replyTo gets exactly one result, unless the client is stopped before
   */
  record Send(MesosCall call, Optional<ActorRef<CallResult>> replyTo) implements Command {}

  /**
   * The subscriber has dealt with so many more pushed events, of whatever kind. When too many are
   * unanswered the client stops reading from the master until some are: a slow scheduler slows the
   * stream instead of filling memory.
   */
  record Handled(int count) implements Command {}

  /** Close all connections and end. Tasks go on; the framework stays for its failover timeout. */
  record Stop() implements Command {}
}
