package dev.marathon.local.http;

import dev.marathon.local.master.Loop;
import dev.marathon.local.master.Master;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The way from HTTP threads to the master on its loop; between two lives there is none. */
public final class MasterAccess {

  /** No master at the moment. */
  public static final class NotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReady() {
      super("Master has not finished recovery", null, false, false);
    }
  }

  private final Loop loop;
  private final Supplier<Optional<Master>> current;

  public MasterAccess(Loop loop, Supplier<Optional<Master>> current) {
    this.loop = loop;
    this.current = current;
  }

  /**
   * Runs an action on the loop.
   *
   * @param failed is completed exceptionally if the action throws or there is no master
   */
  public void run(Consumer<Master> action, CompletableFuture<?> failed) {
    loop.execute(
        () -> {
          try {
            action.accept(current.get().orElseThrow(NotReady::new));
          } catch (RuntimeException e) {
            failed.completeExceptionally(e);
            if (!(e instanceof NotReady)) {
              throw e;
            }
          }
        });
  }
}
