package dev.marathon.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Unhandled;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.overview.Overview;
import dev.marathon.overview.actor.NewestOverview;
import dev.marathon.overview.actor.OverviewActor;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * The owners as actors.
 *
 * @param ledgers by number
 * @param timeout after which an answer is given up
 */
public record ActorOwners(
    ActorSystem<?> system,
    ActorRef<GateMessage<GroupCommand, GroupReply>> tree,
    Apps<?> apps,
    List<ActorRef<GateMessage<LedgerCommand, LedgerReply>>> ledgers,
    Overviews overviews,
    Duration timeout)
    implements Owners {

  /** The overview's actor, and the overview itself while nothing is on its way to it. */
  public record Overviews(ActorRef<OverviewActor.Message> actor, NewestOverview newest) {}

  /**
   * The parent of all app actors, which loads them on demand.
   *
   * @param address wraps an ask for one app in the parent's own message
   */
  public record Apps<M>(
      ActorRef<M> parent, BiFunction<AppId, Ask<AppCommand, AppReply>, M> address) {

    private CompletionStage<Answer<AppReply>> ask(
        AppId app, AppCommand command, Cause cause, Duration timeout, ActorSystem<?> system) {
      return AskPattern.ask(
          parent,
          (ActorRef<Answer<AppReply>> replyTo) ->
              address.apply(app, new Ask<>(command, cause, replyTo)),
          timeout,
          system.scheduler());
    }
  }

  public ActorOwners {
    ledgers = List.copyOf(ledgers);
  }

  @Override
  public CompletionStage<GroupReply> group(GroupCommand command, Cause cause) {
    return value(
        AskPattern.<GateMessage<GroupCommand, GroupReply>, Answer<GroupReply>>ask(
            tree, replyTo -> new Ask<>(command, cause, replyTo), timeout, system.scheduler()));
  }

  @Override
  public CompletionStage<AppReply> app(AppId app, AppCommand command, Cause cause) {
    return value(apps.ask(app, command, cause, timeout, system));
  }

  @Override
  public CompletionStage<LedgerReply> ledger(int number, LedgerCommand command, Cause cause) {
    return value(
        AskPattern.<GateMessage<LedgerCommand, LedgerReply>, Answer<LedgerReply>>ask(
            ledgers.get(number),
            replyTo -> new Ask<>(command, cause, replyTo),
            timeout,
            system.scheduler()));
  }

  @Override
  public CompletionStage<Overview> overview() {
    return overviews
        .newest()
        .read()
        .<CompletionStage<Overview>>map(CompletableFuture::completedFuture)
        .orElseGet(this::asked);
  }

  private CompletionStage<Overview> asked() {
    return AskPattern.<OverviewActor.Message, Overview>ask(
            overviews.actor(), OverviewActor.Message.Read::new, timeout, system.scheduler())
        .exceptionally(
            late -> {
              throw late(late, "Marathon did not answer in time; nothing was changed");
            });
  }

  static <R> CompletionStage<R> value(CompletionStage<Answer<R>> answer) {
    return answer.handle(
        (result, failure) -> {
          if (failure != null) {
            throw late(
                failure,
                "Marathon did not answer in time; it is not known whether the change was made");
          }
          if (result instanceof Answer.Reply<R> reply) {
            return reply.value();
          }
          if (result instanceof Answer.Busy<R>) {
            throw ApiError.unavailable("too many changes are waiting; nothing was done", 1)
                .refused();
          }
          if (result instanceof Answer.Away<R>) {
            throw ApiError.unavailable(
                    "the store takes no writes, perhaps its disk is full; nothing was done", 5)
                .refused();
          }
          if (result instanceof Answer.Unknown<R>) {
            throw ApiError.unavailable(
                    "the store failed; it is not known whether the change was made", 1)
                .refused();
          }
          throw new Unhandled(result);
        });
  }

  static RuntimeException late(Throwable failure, String message) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException
        ? ApiError.unavailable(message, 1).refused()
        : new CompletionException(cause);
  }
}
