package dev.marathon.mesos.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands out the results of calls. Failures that nobody waits for are logged: of each kind the first
 * at once, and how many followed when {@link #EVERY} is over. A master that takes no calls fails
 * hundreds of them a second.
 */
final class Unheard {

  static final Duration EVERY = Duration.ofSeconds(5);

  /** What a failure is of; there are as many as kinds of calls, times two. */
  private record Kind(Class<?> call, Class<?> result) {}

  /** Those that followed on the first. */
  private record Followed(int count, CallResult last) {}

  private final Consumer<String> log;
  private final Runnable wake;
  private final Map<Kind, Followed> followed = new LinkedHashMap<>();

  /**
   * @param log takes one line
   * @param wake is to bring about {@link #sumUp} after {@link #EVERY}
   */
  Unheard(Consumer<String> log, Runnable wake) {
    this.log = log;
    this.wake = wake;
  }

  /** Tells whoever waits; a result that nobody waits for is logged, unless it is a success. */
  void reply(MesosClient.Send send, CallResult result) {
    if (send.replyTo().isPresent()) {
      send.replyTo().get().tell(result);
    } else if (!(result instanceof CallResult.Accepted)) {
      failed(new Kind(send.call().getClass(), result.getClass()), result);
    }
  }

  private void failed(Kind kind, CallResult result) {
    var before = followed.get(kind);
    if (before != null) {
      followed.put(kind, new Followed(before.count() + 1, result));
      return;
    }
    log.accept(kind.call().getSimpleName() + " to Mesos: " + result);
    if (followed.isEmpty()) {
      wake.run();
    }
    followed.put(kind, new Followed(0, result));
  }

  /** Says how many followed; the next of a kind of which none did is a first one again. */
  void sumUp() {
    followed.values().removeIf(one -> one.count() == 0);
    followed.replaceAll(
        (kind, one) -> {
          log.accept(
              "%d more calls of kind %s to Mesos failed within %d s, the last: %s"
                  .formatted(
                      one.count(), kind.call().getSimpleName(), EVERY.toSeconds(), one.last()));
          return new Followed(0, one.last());
        });
    if (!followed.isEmpty()) {
      wake.run();
    }
  }
}
