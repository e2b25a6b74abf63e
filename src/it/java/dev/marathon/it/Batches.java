package dev.marathon.it;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Decision;
import dev.marathon.base.Version;
import dev.marathon.config.StoreAddress;
import dev.marathon.config.StoreSettings;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Held;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Rules;
import dev.marathon.store.DataDirectory;
import dev.marathon.store.PostgresStore;
import dev.marathon.store.SqliteStore;
import dev.marathon.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * An owner each of whose commands stores several events; as a program, it stores without end and
 * prints the number of each command that was answered.
 */
final class Batches implements Rules<Integer, LedgerEvent, PMap<Integer, Integer>, Void, Integer> {

  /** Events of one command. */
  static final int SIZE = 7;

  private static final int UNDER_WAY = 40;

  /** {@code sqlite DIRECTORY FIRST} or {@code postgresql URL FIRST}. */
  public static void main(String[] args) throws IOException {
    int first = Integer.parseInt(args[2]);
    ActorSystem.create(
        Behaviors.<Object>setup(context -> writer(context, first)),
        "batches",
        ConfigFactory.parseString("akka.actor.provider = local")
            .withFallback(store(args[0], args[1]).config())
            .withFallback(ConfigFactory.parseResources("akka.conf"))
            .withFallback(ConfigFactory.load()));
  }

  private static Behavior<Object> writer(ActorContext<Object> context, int first) {
    var owner = context.spawn(owner(read -> {}), "owner");
    owner.tell(new GateMessage.Begin<>());
    for (int number = first; number < first + UNDER_WAY; number++) {
      ask(context, owner, number);
    }
    return Behaviors.receive(Object.class)
        .onMessage(
            Answer.Reply.class,
            reply -> {
              int number = (Integer) reply.value();
              System.out.println("stored " + number);
              ask(context, owner, number + UNDER_WAY);
              return Behaviors.same();
            })
        .build();
  }

  private static void ask(
      ActorContext<Object> context, ActorRef<GateMessage<Integer, Integer>> owner, int number) {
    owner.tell(new Ask<>(number, Cause.internal("test"), context.getSelf().narrow()));
  }

  static Store store(String kind, String where) throws IOException {
    Store store;
    if (kind.equals("sqlite")) {
      store = new SqliteStore(DataDirectory.open(Path.of(where)));
    } else {
      var address = StoreAddress.parse(Optional.of(where));
      var settings =
          new StoreSettings(
              Path.of("/unused"), 1_000, address, Optional.of(PostgresServer.user()), Optional.empty(), true);
      store = new PostgresStore(settings, (StoreAddress.Postgresql) address);
    }
    store.prepare();
    return store;
  }

  static Behavior<GateMessage<Integer, Integer>> owner(
      Consumer<Held<PMap<Integer, Integer>>> recovered) {
    return Owner.create(
        new OwnerSettings(
            "batches", OwnerSettings.NEXT_EPOCH, 1_000_000, InstantSource.system(), UUID::randomUUID),
        new Batches(),
        new OwnerPorts<LedgerEvent, PMap<Integer, Integer>, Void>(
            read -> recovered.accept(read.held()),
            published -> {},
            effect -> {},
            failure -> {
              throw new IllegalStateException(failure);
            }));
  }

  @Override
  public PMap<Integer, Integer> empty() {
    return HashTreePMap.empty();
  }

  @Override
  public Decision<LedgerEvent, Void, Integer> decide(
      PMap<Integer, Integer> counts, Integer number, Context context) {
    LedgerEvent event =
        new LedgerEvent.BackoffReset(new AppId("/b" + number), new Version(context.now()));
    return new Decision<>(Collections.nCopies(SIZE, event), List.of(), number);
  }

  @Override
  public PMap<Integer, Integer> apply(PMap<Integer, Integer> counts, LedgerEvent event) {
    int number = Integer.parseInt(((LedgerEvent.BackoffReset) event).appId().path().substring(2));
    return counts.plus(number, counts.getOrDefault(number, 0) + 1);
  }

  @Override
  public List<Void> onRecovered(PMap<Integer, Integer> counts, Context context) {
    return List.of();
  }
}
