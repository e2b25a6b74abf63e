package dev.marathon.deployment.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.app.actor.AppsActor;
import dev.marathon.base.AppId;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.instance.LedgerCommand;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Whom a deployment talks to. The consumers are called on its thread, so they only send.
 *
 * @param toLedger tells the app's ledger until it answers. One sender does that for all
 *     deployments, so that an older command never comes after a newer one
 * @param ended told once, when all steps are done
 * @param news told about each step
 */
public record DeploymentPorts(
    ActorRef<AppsActor.Message> apps,
    BiConsumer<AppId, LedgerCommand> toLedger,
    Consumer<UUID> ended,
    Consumer<DeploymentNews> news) {}
