package dev.marathon.api;

import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.overview.Overview;
import java.util.concurrent.CompletionStage;

/**
 * Asks the owners. A stage fails with {@link Refused} 503 if the owner is too busy (nothing was
 * done) or does not answer in time (it is not known whether something was done).
 */
public interface Owners {

  CompletionStage<GroupReply> group(GroupCommand command, Cause cause);

  CompletionStage<AppReply> app(AppId app, AppCommand command, Cause cause);

  /**
   * @param number of the ledger, 0 to 63
   */
  CompletionStage<LedgerReply> ledger(int number, LedgerCommand command, Cause cause);

  /** Everything that can be read; includes whatever was answered before. */
  CompletionStage<Overview> overview();
}
