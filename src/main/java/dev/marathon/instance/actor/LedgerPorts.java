package dev.marathon.instance.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.instance.LedgerEffect;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.LedgerState;
import dev.marathon.owner.Published;
import dev.marathon.owner.Recovered;
import java.util.function.Consumer;

/**
 * Whom a ledger tells. The consumers are called on the ledger's thread, so they only send.
 *
 * @param scheduler gets demand and kills
 * @param deployments get reached targets
 * @param views get what is seen but not stored, and demand
 * @param published gets stored events, before any effect and answer
 * @param recovered told once the state is read and the epoch is stored
 * @param unreadable told when the journal cannot be read
 */
public record LedgerPorts(
    ActorRef<LedgerEffect> scheduler,
    ActorRef<LedgerEffect.TargetReached> deployments,
    ActorRef<LedgerEffect> views,
    Consumer<Published<LedgerEvent, LedgerState>> published,
    Consumer<Recovered<LedgerState>> recovered,
    Consumer<Throwable> unreadable) {}
