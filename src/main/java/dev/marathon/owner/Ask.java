package dev.marathon.owner;

import akka.actor.typed.ActorRef;
import dev.marathon.base.Cause;

/** A command on its way to an owner, with who asked and where the answer goes. */
public record Ask<C, R>(C command, Cause cause, ActorRef<Answer<R>> replyTo)
    implements GateMessage<C, R> {}
