package dev.marathon.health.actor;

import akka.actor.typed.ActorRef;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import java.util.List;

/** The way to the ledgers. What they say does not matter: what they store comes back. */
record LedgerTold(
    List<ActorRef<Ask<LedgerCommand, LedgerReply>>> ledgers,
    ActorRef<Answer<LedgerReply>> ignored) {

  private static final Cause CAUSE = Cause.internal("health");

  void tell(AppId app, LedgerCommand command) {
    ledgers.get(app.ledger()).tell(new Ask<>(command, CAUSE, ignored));
  }
}
