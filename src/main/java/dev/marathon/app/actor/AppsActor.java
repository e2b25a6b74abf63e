package dev.marathon.app.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.app.AppRules;
import dev.marathon.base.AppId;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.OwnerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Parent of all apps: brings an app into memory when it is asked for, and lets it go when it was
 * idle. Asks for an app on its way out wait for its end, because two lives of one app must not
 * write to its journal at once.
 */
public final class AppsActor extends AbstractBehavior<AppsActor.Message> {

  /** What the parent accepts. */
  public sealed interface Message {}

  /** An ask for one app, known or not. */
  public record ForApp(AppId app, Ask<AppCommand, AppReply> ask) implements Message {}

  private record LetIdleOnesGo() implements Message {}

  /** An ask is answered within this time, or never. */
  private static final Duration BUSY_FOR = Duration.ofSeconds(10);

  private final AppsSettings limits;
  private final OwnerSettings owner;
  private final AppRules rules;
  private final Consumer<Throwable> unreadable;

  /** In order of their last use. */
  private final LinkedHashMap<AppId, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<AppId> leaving = new HashSet<>();
  private final Map<ActorRef<?>, AppId> byGate = new HashMap<>();
  private final Map<AppId, List<Ask<AppCommand, AppReply>>> buffered = new HashMap<>();
  private int bufferedCount;

  private record Loaded(ActorRef<GateMessage<AppCommand, AppReply>> gate, Instant usedAt) {}

  /**
   * @param owner the name in it is replaced by each app's own
   * @param unreadable told when the journal of an app cannot be read
   */
  public static Behavior<Message> create(
      AppsSettings limits, OwnerSettings owner, Consumer<Throwable> unreadable) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new AppsActor(context, timers, limits, owner, unreadable)));
  }

  private AppsActor(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      AppsSettings limits,
      OwnerSettings owner,
      Consumer<Throwable> unreadable) {
    super(context);
    this.limits = limits;
    this.owner = owner;
    this.rules = new AppRules(limits.maxVersions());
    this.unreadable = unreadable;
    timers.startTimerWithFixedDelay(new LetIdleOnesGo(), limits.idleAfter().dividedBy(4));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(ForApp.class, message -> onAsk(message.app(), message.ask()))
        .onMessage(LetIdleOnesGo.class, tick -> onIdle())
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Message> onAsk(AppId app, Ask<AppCommand, AppReply> ask) {
    if (leaving.contains(app)) {
      buffer(app, ask);
      return this;
    }
    var known = loaded.get(app);
    if (known == null && loaded.size() >= limits.maxLoaded() && !eldestMakesWay()) {
      ask.replyTo().tell(new Answer.Busy<>());
      return this;
    }
    var gate = known == null ? load(app) : known.gate();
    loaded.put(app, new Loaded(gate, owner.clock().instant()));
    gate.tell(ask);
    return this;
  }

  private void buffer(AppId app, Ask<AppCommand, AppReply> ask) {
    if (bufferedCount >= limits.maxBuffered()) {
      ask.replyTo().tell(new Answer.Busy<>());
      return;
    }
    buffered.computeIfAbsent(app, unused -> new ArrayList<>()).add(ask);
    bufferedCount++;
  }

  private ActorRef<GateMessage<AppCommand, AppReply>> load(AppId app) {
    var named = owner.named(AppActor.persistenceId(app));
    var gate = getContext().spawnAnonymous(AppActor.create(named, rules, unreadable));
    getContext().watch(gate);
    byGate.put(gate, app);
    gate.tell(new GateMessage.Begin<>());
    return gate;
  }

  private boolean eldestMakesWay() {
    var eldest = loaded.entrySet().iterator().next();
    if (idleFor(eldest.getValue()).compareTo(BUSY_FOR) < 0) {
      return false;
    }
    letGo(eldest.getKey());
    return true;
  }

  private Behavior<Message> onIdle() {
    loaded.entrySet().stream()
        .takeWhile(entry -> idleFor(entry.getValue()).compareTo(limits.idleAfter()) >= 0)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::letGo);
    return this;
  }

  private Duration idleFor(Loaded app) {
    return Duration.between(app.usedAt(), owner.clock().instant());
  }

  private void letGo(AppId app) {
    var gate = loaded.remove(app).gate();
    leaving.add(app);
    getContext().stop(gate);
  }

  /** Let go, or failed: then the next ask finds out whether it can be loaded again. */
  private Behavior<Message> onTerminated(Terminated ended) {
    var app = byGate.remove(ended.getRef());
    if (!leaving.remove(app)) {
      loaded.remove(app);
      return this;
    }
    var waiting = buffered.remove(app);
    if (waiting != null) {
      bufferedCount -= waiting.size();
      waiting.forEach(ask -> onAsk(app, ask));
    }
    return this;
  }
}
