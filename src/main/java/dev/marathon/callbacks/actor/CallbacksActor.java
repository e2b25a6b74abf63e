package dev.marathon.callbacks.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.base.Cause;
import dev.marathon.callbacks.CallbackCommand;
import dev.marathon.callbacks.CallbackEvent;
import dev.marathon.callbacks.CallbackReply;
import dev.marathon.callbacks.CallbackRules;
import dev.marathon.callbacks.CallbackState;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.actor.EventHub;
import dev.marathon.metrics.Metrics;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The endpoints that get every event by POST: their list, which is stored, and an {@link
 * EndpointActor} for each. How far they have come is stored once a second, so after a crash an
 * endpoint sees the events of the last second again, in order, under the numbers they had.
 */
public final class CallbacksActor extends AbstractBehavior<CallbacksActor.Message> {

  /** Part of the storage format. */
  public static final String PERSISTENCE_ID = "Subscriptions";

  /** Readers that may wait until the list is read. */
  private static final int MAX_EARLY = 1_000;

  private static final Duration SAVE_EVERY = Duration.ofSeconds(1);
  private static final Duration LOG_ANSWERS_WITHIN = Duration.ofSeconds(30);

  public sealed interface Message {}

  /**
   * Deliver what happens from now on to this endpoint too.
   *
   * @param env whether values of environment variables are delivered
   */
  public record Add(
      String url, boolean env, Cause cause, ActorRef<? super Answer<CallbackReply>> replyTo)
      implements Message {}

  public record Remove(String url, Cause cause, ActorRef<Answer<CallbackReply>> replyTo)
      implements Message {}

  public record Show(ActorRef<Shown> replyTo) implements Message {}

  /**
   * Answer to {@link Show}.
   *
   * @param last number of the newest event
   * @param deliveries by URL
   */
  public record Shown(long last, Map<String, Delivery> deliveries) {}

  private record Listed(CallbackState state) implements Message {}

  private record AddAfter(Add add, long last) implements Message {}

  private record ShowAt(Show show, long last) implements Message {}

  private record LogSilent() implements Message {}

  private record Progressed(String url, Delivery delivery) implements Message {}

  private record Save() implements Message {}

  /**
   * What it needs.
   *
   * @param patience after so long an event that is refused is set aside
   * @param startUp endpoints that the operator wants to be there
   * @param masked an event without values of environment variables
   */
  public record Needs(
      OwnerSettings owner,
      ActorRef<EventHub.Message> log,
      Posting posting,
      Duration patience,
      List<String> startUp,
      UnaryOperator<ApiEvent> masked,
      Consumer<Throwable> unreadable) {}

  private final Needs needs;
  private final ActorRef<GateMessage<CallbackCommand, CallbackReply>> list;
  private final Map<String, ActorRef<EndpointActor.Message>> endpoints = new HashMap<>();
  private final Map<String, Delivery> deliveries = new TreeMap<>();
  private final Map<String, Long> unsaved = new HashMap<>();
  private final List<ShowAt> early = new ArrayList<>();
  private boolean started;
  private long spawned;

  public static Behavior<Message> create(Needs needs) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new CallbacksActor(context, timers, needs)));
  }

  private CallbacksActor(
      ActorContext<Message> context, TimerScheduler<Message> timers, Needs needs) {
    super(context);
    this.needs = needs;
    var self = context.getSelf();
    var ports =
        new OwnerPorts<CallbackEvent, CallbackState, Void>(
            read -> self.tell(new Listed(read.held().state())),
            write -> self.tell(new Listed(write.state())),
            nothing -> {},
            needs.unreadable());
    list =
        context.spawn(
            Owner.create(needs.owner().named(PERSISTENCE_ID), new CallbackRules(), ports), "list");
    context.watch(list);
    list.tell(new GateMessage.Begin<>());
    timers.startTimerWithFixedDelay(new Save(), SAVE_EVERY);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Progressed.class, this::onProgressed)
        .onMessage(Save.class, save -> onSave())
        .onMessage(Listed.class, this::onListed)
        .onMessage(Add.class, add -> atTheEndOfTheLog(last -> new AddAfter(add, last)))
        .onMessage(AddAfter.class, this::onAddAfter)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(Show.class, show -> atTheEndOfTheLog(last -> new ShowAt(show, last)))
        .onMessage(ShowAt.class, this::onShowAt)
        .onMessage(LogSilent.class, silent -> this)
        .build();
  }

  private Behavior<Message> atTheEndOfTheLog(java.util.function.LongFunction<Message> then) {
    getContext()
        .ask(
            Long.class,
            needs.log(),
            LOG_ANSWERS_WITHIN,
            EventHub.Latest::new,
            (last, late) -> last == null ? new LogSilent() : then.apply(last));
    return this;
  }

  private Behavior<Message> onAddAfter(AddAfter message) {
    var add = message.add();
    var command = new CallbackCommand.Subscribe(add.url(), add.env(), message.last());
    list.tell(new Ask<>(command, add.cause(), add.replyTo().unsafeUpcast()));
    return this;
  }

  private Behavior<Message> onRemove(Remove remove) {
    list.tell(
        new Ask<>(new CallbackCommand.Unsubscribe(remove.url()), remove.cause(), remove.replyTo()));
    return this;
  }

  private Behavior<Message> onShowAt(ShowAt message) {
    if (!started && early.size() < MAX_EARLY) {
      early.add(message);
      return this;
    }
    message.show().replyTo().tell(new Shown(message.last(), new TreeMap<>(deliveries)));
    return this;
  }

  /** Makes deliveries what the list says; positions in it are older than what we know. */
  private Behavior<Message> onListed(Listed listed) {
    var wanted = listed.state().endpoints();
    for (var url : List.copyOf(endpoints.keySet())) {
      if (!wanted.containsKey(url)) {
        getContext().stop(endpoints.remove(url));
        deliveries.remove(url);
        unsaved.remove(url);
      }
    }
    wanted.forEach(
        (url, endpoint) -> {
          if (!endpoints.containsKey(url)) {
            start(url, endpoint);
          }
        });
    Metrics.gauge("callbacks.active", endpoints.size());
    if (!started) {
      started = true;
      early.forEach(this::onShowAt);
      early.clear();
      var cause = Cause.internal("start-up list");
      var nobody = getContext().getSystem().<Answer<CallbackReply>>ignoreRef();
      for (var url : needs.startUp()) {
        getContext().getSelf().tell(new Add(url, true, cause, nobody));
      }
    }
    return this;
  }

  private void start(String url, CallbackState.Endpoint endpoint) {
    var self = getContext().getSelf();
    var child =
        EndpointActor.create(
            new EndpointActor.Needs(
                URI.create(url),
                needs.log(),
                needs.posting(),
                needs.owner().clock(),
                needs.patience(),
                endpoint.env() ? UnaryOperator.identity() : needs.masked(),
                delivery -> self.tell(new Progressed(url, delivery))),
            endpoint.position());
    endpoints.put(url, getContext().spawn(child, "endpoint-" + ++spawned));
    deliveries.put(url, Delivery.at(endpoint.position()));
  }

  private Behavior<Message> onProgressed(Progressed progressed) {
    var before = deliveries.get(progressed.url());
    if (before == null) {
      return this; // Unsubscribed meanwhile.
    }
    var now = progressed.delivery();
    deliveries.put(progressed.url(), now);
    if (now.position() != before.position()) {
      unsaved.put(progressed.url(), now.position());
    }
    count(now, before);
    return this;
  }

  private static void count(Delivery now, Delivery before) {
    long setAside = now.losses().setAside() - before.losses().setAside();
    long expired = now.losses().expired() - before.losses().expired();
    if (setAside > 0) {
      Metrics.count("callbacks.set-aside", setAside);
    } else if (expired > 0) {
      Metrics.count("callbacks.expired", expired);
    } else if (now.position() != before.position()) {
      Metrics.count("callbacks.delivered", 1);
    } else {
      Metrics.count("callbacks.failed", 1);
    }
  }

  private Behavior<Message> onSave() {
    long failing = deliveries.values().stream().filter(delivery -> delivery.failures() > 0).count();
    Metrics.gauge("callbacks.failing", failing);
    if (!unsaved.isEmpty()) {
      var nobody = getContext().getSystem().<Answer<CallbackReply>>ignoreRef();
      var positions = new CallbackCommand.Advance(unsaved);
      list.tell(new Ask<>(positions, Cause.internal("callbacks"), nobody));
      unsaved.clear();
    }
    return this;
  }
}
