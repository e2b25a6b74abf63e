package dev.marathon.instance;

import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.Unhandled;
import dev.marathon.owner.Folded;
import dev.marathon.owner.Rules;
import java.util.List;

/**
 * The rules of a ledger. Each decision takes in what happened, lets every app that it touched
 * converge (see {@link RollingStep}), and tells what changed for others.
 */
public final class LedgerRules
    implements Rules<LedgerCommand, LedgerEvent, LedgerState, LedgerEffect, LedgerReply> {

  private final LedgerSettings settings;

  public LedgerRules(LedgerSettings settings) {
    this.settings = settings;
  }

  @Override
  public LedgerState empty() {
    return LedgerState.EMPTY;
  }

  @Override
  public LedgerState apply(LedgerState state, LedgerEvent event) {
    return LedgerFold.apply(state, event);
  }

  @Override
  public Decision<LedgerEvent, LedgerEffect, LedgerReply> decide(
      LedgerState state, LedgerCommand command, Context context) {
    return fold(state, command, context).decision();
  }

  @Override
  public Folded<LedgerEvent, LedgerState, LedgerEffect, LedgerReply> fold(
      LedgerState state, LedgerCommand command, Context context) {
    if (command instanceof LedgerCommand.ListLive) {
      return new Folded<>(Decision.reply(live(state)), List.of());
    }
    var turn = new LedgerTurn(state, context, settings);
    var reply = take(turn, command);
    List.copyOf(turn.touched()).forEach(app -> Convergence.settle(turn, app));
    Consequences.of(turn);
    return turn.end(reply);
  }

  @Override
  public int entries(LedgerState state) {
    int instances = 0;
    for (var app : state.apps().values()) {
      for (var generation : app.generations().values()) {
        instances += generation.instances().size();
      }
    }
    return instances;
  }

  @Override
  public List<LedgerEffect> onRecovered(LedgerState state, Context context) {
    return Consequences.afterRecovery(state, context.now(), settings);
  }

  private static LedgerReply take(LedgerTurn turn, LedgerCommand command) {
    if (command instanceof LedgerCommand.RecordStatus c) {
      c.statuses().forEach(status -> StatusRules.record(turn, status));
      return new LedgerReply.Recorded();
    }
    if (command instanceof LedgerCommand.Provision c) {
      return new LedgerReply.Provisioned(LaunchRules.provision(turn, c.proposals()));
    }
    if (command instanceof LedgerCommand.Kill c) {
      return new LedgerReply.Killed(KillRules.kill(turn, c));
    }
    if (command instanceof LedgerCommand.SetTarget c) {
      TargetRules.set(turn, c);
    } else if (command instanceof LedgerCommand.RemoveTarget c) {
      TargetRules.remove(turn, c);
    } else if (command instanceof LedgerCommand.ResetBackoff c) {
      TargetRules.resetBackoff(turn, c.appId());
    } else if (command instanceof LedgerCommand.RecordHealth c) {
      KillRules.health(turn, c);
    } else if (command instanceof LedgerCommand.RecordReadiness c) {
      KillRules.readiness(turn, c);
    } else if (command instanceof LedgerCommand.KillUnhealthy c) {
      KillRules.unhealthy(turn, c);
    } else if (command instanceof LedgerCommand.CheckDeadlines) {
      checkDeadlines(turn);
    } else {
      throw new Unhandled(command);
    }
    return new LedgerReply.Done();
  }

  private static void checkDeadlines(LedgerTurn turn) {
    turn.timerRang();
    var due =
        turn.state().deadlines().due(turn.settings(), turn.now(), turn.settings().maxStepsAtOnce());
    due.forEach(id -> Convergence.deadline(turn, id));
    // Also those that nothing happened to: a decision may have been too large to end all it should.
    turn.state().apps().keySet().forEach(turn::touch);
  }

  private static LedgerReply.Live live(LedgerState state) {
    return new LedgerReply.Live(
        state.apps().values().stream()
            .flatMap(AppLedger::instances)
            .filter(instance -> !instance.condition().terminal())
            .map(
                instance ->
                    new LedgerReply.LiveTask(instance.task().toString(), Kills.agent(instance)))
            .toList());
  }
}
