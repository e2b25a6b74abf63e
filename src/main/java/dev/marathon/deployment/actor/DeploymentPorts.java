package dev.marathon.deployment.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.base.AppId;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.GateMessage;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Whom a deployment talks to. The consumers are called on its thread, so they only send.
 *
 * @param ledgers by number
 * @param atLedger told when the app's ledger has what the deployment wants of the app
 * @param ended told once, when all steps are done
 * @param news told about each step
 */
public record DeploymentPorts(
    ActorRef<AppsActor.Message> apps,
    List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers,
    Consumer<AppId> atLedger,
    Consumer<UUID> ended,
    Consumer<DeploymentNews> news) {

  ActorRef<GateMessage<LedgerCommand, LedgerReply>> ledger(AppId app) {
    return ledgers.get(app.ledger());
  }
}
