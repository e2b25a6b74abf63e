package dev.marathon.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.audit.AuditEntry;
import dev.marathon.events.EventLogState;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.actor.EventHub;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The audit log as an actor. */
public record ActorAudit(
    ActorSystem<?> system, ActorRef<EventHub.Message> log, InstantSource clock, Duration timeout)
    implements Audit {

  @Override
  public void made(Call call, String action, ObjectNode fields) {
    var entry = AuditEntry.of(action, clock.instant(), call.cause(), fields);
    log.tell(new EventHub.Happened(List.of(entry)));
  }

  @Override
  public CompletionStage<List<NumberedEvent>> entries() {
    return AskPattern.<EventHub.Message, EventLogState>ask(
            log, EventHub.ReadAll::new, timeout, system.scheduler())
        .exceptionally(
            late -> {
              throw ActorOwners.late(late, "Marathon did not answer in time; nothing was changed");
            })
        .thenApply(state -> state.after(0));
  }
}
