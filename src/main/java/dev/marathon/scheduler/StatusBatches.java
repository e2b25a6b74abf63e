package dev.marathon.scheduler;

import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Updates that one step of the scheduler has for the ledgers. Those of one ledger are one question,
 * one decision and one answer; only what else the step asks that ledger stands between them. Lives
 * no longer than the step.
 */
public final class StatusBatches {

  /** Most updates in one question, so that no decision takes long. */
  static final int MOST = 500;

  /**
   * Updates for one ledger.
   *
   * @param tokens of the updates, in the same order
   */
  public record Batch(int ledger, List<Long> tokens, List<TaskStatus> statuses) {

    private Batch(int ledger) {
      this(ledger, new ArrayList<>(), new ArrayList<>());
    }

    public LedgerCommand command() {
      return new LedgerCommand.RecordStatus(statuses);
    }

    /**
     * @param recorded false if the ledger was too busy
     */
    public SchedulerInput answered(boolean recorded) {
      return new SchedulerInput.StatusAnswered(tokens, recorded);
    }
  }

  private final Map<Integer, Batch> open = new LinkedHashMap<>();
  private final Consumer<Batch> ask;

  public StatusBatches(Consumer<Batch> ask) {
    this.ask = ask;
  }

  public void add(SchedulerEffect.AskStatus question) {
    var batch = open.computeIfAbsent(question.ledger(), Batch::new);
    batch.tokens().add(question.token());
    batch.statuses().add(question.status());
    if (batch.tokens().size() >= MOST) {
      askFirst(question.ledger());
    }
  }

  /** Something else is to be asked of this ledger: its updates go first. */
  public void askFirst(int ledger) {
    var batch = open.remove(ledger);
    if (batch != null) {
      ask.accept(batch);
    }
  }

  /** The step is over. */
  public void askAll() {
    open.values().forEach(ask);
    open.clear();
  }
}
