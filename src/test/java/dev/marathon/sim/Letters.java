package dev.marathon.sim;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Asks until it is answered, as an actor does that lives until it is told to stop. */
final class Letters {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final World world;
  private boolean over;

  Letters(World world) {
    this.world = world;
  }

  /** The actor has stopped: it asks nothing more and hears no answer. */
  void end() {
    over = true;
  }

  boolean over() {
    return over;
  }

  <R> void ask(BiConsumer<Consumer<Optional<R>>, Runnable> question, Consumer<R> answered) {
    ask(question, () -> true, answered);
  }

  /**
   * @param question asked with what is called with an answer, or if there will be none
   * @param wanted whether it is still to be asked
   */
  <R> void ask(
      BiConsumer<Consumer<Optional<R>>, Runnable> question,
      BooleanSupplier wanted,
      Consumer<R> answered) {
    if (over || !wanted.getAsBoolean()) {
      return;
    }
    if (world.unlucky(30)) { // It takes longer than our patience, and arrives all the same.
      question.accept(late -> {}, () -> {});
    }
    question.accept(
        reply -> {
          if (reply.isEmpty()) {
            world.inNode(PAUSE, () -> ask(question, wanted, answered));
          } else if (!over) {
            answered.accept(reply.get());
          }
        },
        () -> world.inNode(PATIENCE, () -> ask(question, wanted, answered)));
  }
}
