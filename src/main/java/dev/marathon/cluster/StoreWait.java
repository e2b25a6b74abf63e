package dev.marathon.cluster;

import dev.marathon.store.Store;
import dev.marathon.store.StoreUnavailable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Tries a store that did not answer at the start until it does, saying why; meanwhile the node's
 * HTTP port is open and says that it is not ready.
 *
 * @param then once the store can be used
 * @param end told if it turns out to be unusable
 */
record StoreWait(Store store, Runnable then, Consumer<Ending> end) {

  private static final long PAUSE_MILLIS = 500;

  void start() {
    var thread = new Thread(this::run, "store-wait");
    thread.setDaemon(true);
    thread.start();
  }

  static void say(StoreUnavailable away) {
    LoggerFactory.getLogger(StoreWait.class).warn("{}; trying again", away.getMessage());
  }

  private void run() {
    try {
      var last = "";
      while (true) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        try {
          store.prepare();
          then.run();
          return;
        } catch (StoreUnavailable away) {
          if (!away.getMessage().equals(last)) {
            say(away);
            last = away.getMessage();
          }
        }
      }
    } catch (IOException unusable) {
      end.accept(new Ending(ExitCode.USAGE, unusable.getMessage()));
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
