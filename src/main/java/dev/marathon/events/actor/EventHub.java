package dev.marathon.events.actor;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import dev.marathon.base.Cause;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogCommand;
import dev.marathon.events.EventLogEvent;
import dev.marathon.events.EventLogRules;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.EventLogState;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.Resume;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Held;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Way of the events: gathered while a write is out, stored and numbered by the log, then handed to
 * each consumer's own bounded buffer. A consumer that is too slow is cut off and can resume from
 * the log by its last number; it never slows anybody else.
 */
public final class EventHub extends AbstractBehavior<EventHub.Message> {

  /** Events that wait for one consumer; one more ends its stream. */
  public static final int CONSUMER_BUFFER = 4_096;

  /** Consumers at once. */
  public static final int MAX_CONSUMERS = 1_000;

  /** Events that wait for the log; older ones are dropped and counted when the store is away. */
  private static final int MAX_WAITING = 100_000;

  /** Part of the storage format. */
  public static final String PERSISTENCE_ID = "EventLog";

  /** What it accepts. */
  public sealed interface Message {}

  /** These happened: number, keep, publish. */
  public record Happened(List<ApiEvent> events) implements Message {}

  /** Published at once, neither numbered nor kept. */
  public record Mentioned(ApiEvent event) implements Message {}

  public record Subscribe(Resume from, ActorRef<Subscription> replyTo) implements Message {}

  /** The take-over is complete. */
  public record Begin() implements Message {}

  private record Loaded(EventLogState state) implements Message {}

  private record Written(Published<EventLogEvent> write) implements Message {}

  private record Appended(Answer<EventLogState> answer) implements Message {}

  private record Gone(BoundedSourceQueue<NumberedEvent> consumer) implements Message {}

  /** Answer to {@link Subscribe}. */
  public sealed interface Subscription {
    record Open(Source<NumberedEvent, NotUsed> events) implements Subscription {}

    /**
     * @param oldest number from which events are kept
     */
    record TooOld(long oldest) implements Subscription {}

    record TooMany() implements Subscription {}
  }

  private final ActorRef<GateMessage<EventLogCommand, EventLogState>> log;
  private final EventLogRules rules;
  private final ActorRef<Answer<EventLogState>> answers;
  private final Set<BoundedSourceQueue<NumberedEvent>> consumers = new HashSet<>();
  private List<ApiEvent> waiting = new ArrayList<>();
  private EventLogState state = EventLogState.EMPTY;
  private boolean writing;

  /**
   * @param settings named {@link #PERSISTENCE_ID}
   */
  public static Behavior<Message> create(
      OwnerSettings settings,
      EventLogSettings limits,
      java.util.function.Consumer<Throwable> unreadable) {
    return Behaviors.setup(context -> new EventHub(context, settings, limits, unreadable));
  }

  private EventHub(
      ActorContext<Message> context,
      OwnerSettings settings,
      EventLogSettings limits,
      java.util.function.Consumer<Throwable> unreadable) {
    super(context);
    this.rules = new EventLogRules(limits);
    var self = context.getSelf();
    var ports =
        new OwnerPorts<EventLogEvent, EventLogState, Void>(
            (Held<EventLogState> held) -> self.tell(new Loaded(held.state())),
            write -> self.tell(new Written(write)),
            nothing -> {},
            unreadable);
    this.log = context.spawn(Owner.create(settings, rules, ports), "log");
    context.watch(log);
    this.answers = context.messageAdapter(answerType(), Appended::new);
  }

  @SuppressWarnings("unchecked")
  private static Class<Answer<EventLogState>> answerType() {
    return (Class<Answer<EventLogState>>) (Class<?>) Answer.class;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Happened.class, this::onHappened)
        .onMessage(Written.class, this::onWritten)
        .onMessage(Appended.class, this::onAppended)
        .onMessage(Mentioned.class, this::onMentioned)
        .onMessage(Subscribe.class, this::onSubscribe)
        .onMessage(Gone.class, this::onGone)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Loaded.class, this::onLoaded)
        .build();
  }

  private Behavior<Message> onBegin(Begin begin) {
    log.tell(new GateMessage.Begin<>());
    return this;
  }

  /** After a take-over, or when the log had to restart: then an answer may be lost. */
  private Behavior<Message> onLoaded(Loaded loaded) {
    state = loaded.state();
    writing = false;
    write();
    return this;
  }

  private Behavior<Message> onHappened(Happened happened) {
    int room = MAX_WAITING - waiting.size();
    if (room < happened.events().size()) {
      getContext().getLog().warn("the event log is away: {} events lost", happened.events().size());
      return this;
    }
    waiting.addAll(happened.events());
    write();
    return this;
  }

  private void write() {
    if (!writing && !waiting.isEmpty()) {
      writing = true;
      log.tell(new Ask<>(new EventLogCommand.Append(waiting), Cause.internal("events"), answers));
      waiting = new ArrayList<>();
    }
  }

  private Behavior<Message> onAppended(Appended appended) {
    writing = false;
    write();
    return this;
  }

  private Behavior<Message> onWritten(Written written) {
    for (var stored : written.write().events()) {
      var batch = (EventLogEvent.EventsAppended) stored.event();
      state = rules.apply(state, batch);
      for (int i = 0; i < batch.events().size(); i++) {
        publish(new NumberedEvent(batch.first() + i, batch.events().get(i)));
      }
    }
    return this;
  }

  private Behavior<Message> onMentioned(Mentioned mentioned) {
    publish(new NumberedEvent(0, mentioned.event()));
    return this;
  }

  private void publish(NumberedEvent event) {
    for (var consumer : List.copyOf(consumers)) {
      if (consumer.offer(event) != QueueOfferResult.enqueued()) {
        consumers.remove(consumer);
        consumer.fail(
            new IllegalStateException("too slow: resume after the last event that you have seen"));
      }
    }
  }

  private Behavior<Message> onSubscribe(Subscribe subscribe) {
    subscribe.replyTo().tell(open(subscribe.from()));
    return this;
  }

  private Subscription open(Resume from) {
    if (consumers.size() >= MAX_CONSUMERS) {
      return new Subscription.TooMany();
    }
    List<NumberedEvent> backlog = List.of();
    if (from instanceof Resume.After after) {
      if (after.number() + 1 < state.oldest()) {
        return new Subscription.TooOld(state.oldest());
      }
      backlog = state.after(after.number());
    } else if (from instanceof Resume.Since since) {
      backlog = since(since.at());
    }
    var live =
        Source.<NumberedEvent>queue(CONSUMER_BUFFER).preMaterialize(getContext().getSystem());
    var consumer = live.first();
    consumers.add(consumer);
    var self = getContext().getSelf();
    return new Subscription.Open(
        Source.from(backlog)
            .concat(live.second())
            .watchTermination(
                (nothing, end) -> {
                  end.whenComplete((done, failure) -> self.tell(new Gone(consumer)));
                  return NotUsed.getInstance();
                }));
  }

  private List<NumberedEvent> since(Instant at) {
    for (var batch : state.kept()) {
      if (!batch.at().isBefore(at)) {
        return state.after(batch.first() - 1);
      }
    }
    return List.of();
  }

  private Behavior<Message> onGone(Gone gone) {
    consumers.remove(gone.consumer());
    return this;
  }
}
