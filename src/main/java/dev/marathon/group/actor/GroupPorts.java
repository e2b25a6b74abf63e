package dev.marathon.group.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupState;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Published;
import dev.marathon.owner.Recovered;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whom the tree tells. The consumers are called on its thread, so they only send.
 *
 * @param ledgers by number
 * @param recovered told once the state is read and the epoch is stored
 * @param published gets stored events, before any effect and answer
 * @param refused told about refused changes, for the event stream
 * @param news told about the steps of deployments
 * @param unreadable told when the journal cannot be read
 */
public record GroupPorts(
    ActorRef<AppsActor.Message> apps,
    List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers,
    Consumer<Recovered<GroupState>> recovered,
    Consumer<Published<GroupEvent, GroupState>> published,
    Consumer<GroupEffect.Refused> refused,
    Consumer<DeploymentNews> news,
    Consumer<Throwable> unreadable) {}
