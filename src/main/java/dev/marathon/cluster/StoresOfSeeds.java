package dev.marathon.cluster;

import akka.actor.ActorIdentity;
import akka.actor.Identify;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.Patterns;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds out which configured nodes use this node's store. One that uses another must not be asked
 * for admission: its cluster decides by a lease that is not ours, and leads on another journal.
 *
 * <p>Each node has an actor that is named after its store, and whether another node has one of our
 * name is a question of Akka's own. Who is found in the lease's row needs no question.
 */
final class StoresOfSeeds {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Callable<String> store;
  private final Map<String, Boolean> ours = new ConcurrentHashMap<>();
  private final Set<String> asking = ConcurrentHashMap.newKeySet();
  private Optional<String> name = Optional.empty();

  /**
   * @param store asks the store for its name; may block
   */
  StoresOfSeeds(ActorSystem<?> system, Callable<String> store) {
    this.system = system;
    this.store = store;
  }

  /** Lets others ask, too. Blocks while the store does not answer; false if it did not. */
  synchronized boolean begin() {
    if (name.isPresent()) {
      return true;
    }
    try {
      var found = store.call();
      system.systemActorOf(Behaviors.empty(), actor(found), Props.empty());
      name = Optional.of(found);
      return true;
    } catch (IOException away) {
      return false;
    } catch (Exception bug) {
      throw new IllegalStateException(bug);
    }
  }

  private static String actor(String name) {
    return "store-" + name;
  }

  /** Asks those who are not being asked. An answer counts until the next one. */
  void ask(Set<String> seeds) {
    ours.keySet().retainAll(seeds);
    for (var seed : seeds) {
      if (asking.add(seed)) {
        var actor =
            Adapter.toClassic(system).actorSelection(seed + "/system/" + actor(name.orElseThrow()));
        var unused =
            Patterns.ask(actor, new Identify(seed), PATIENCE)
                .whenComplete(
                    (answer, silence) -> {
                      if (answer instanceof ActorIdentity identity) {
                        ours.put(seed, identity.getActorRef().isPresent());
                      } else {
                        ours.remove(seed);
                      }
                      asking.remove(seed);
                    });
      }
    }
  }

  /** Those that use our store. */
  Set<String> ours() {
    return answered(true);
  }

  /** Those that use another one. */
  Set<String> foreign() {
    return answered(false);
  }

  private Set<String> answered(boolean same) {
    return ours.entrySet().stream()
        .filter(entry -> entry.getValue() == same)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
