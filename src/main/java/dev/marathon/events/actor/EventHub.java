package dev.marathon.events.actor;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Source;
import dev.marathon.base.Cause;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.EventLogCommand;
import dev.marathon.events.EventLogEvent;
import dev.marathon.events.EventLogRules;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.EventLogState;
import dev.marathon.events.EventRetelling;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.Resume;
import dev.marathon.events.Retelling;
import dev.marathon.events.Translation;
import dev.marathon.overview.Change;
import dev.marathon.owner.Answer;
import dev.marathon.owner.Ask;
import dev.marathon.owner.GateMessage;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Published;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Way of the events: gathered while a write is out, stored and numbered by the log, then handed to
 * each consumer. What an owner stored is told exactly once, under one number, over crashes too: the
 * log stores with its events how far it has come in each owner's journal, and reads from there what
 * it was not told.
 */
public final class EventHub extends AbstractBehavior<EventHub.Message> {

  /** Writes that wait for one consumer; one more ends its stream. At least 15 seconds. */
  public static final int CONSUMER_BUFFER = 512;

  /** Consumers at once. */
  public static final int MAX_CONSUMERS = 2_000;

  /** Pause before a journal that could not be read, or a log that was busy, is asked again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Marks that no event came along for are stored after so long. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** Part of the storage format. */
  public static final String PERSISTENCE_ID = "EventLog";

  /** What it accepts. */
  public sealed interface Message {

    /**
     * A change of the overview, if it has to be known here. Says nothing of what was not stored.
     */
    static Optional<Message> of(Change change) {
      if (change instanceof Change.GroupWritten written) {
        return Optional.of(stored(written.write(), change));
      }
      if (change instanceof Change.LedgerWritten written) {
        return Optional.of(stored(written.write(), change));
      }
      if (change instanceof Change.OwnerRead read) {
        return Optional.of(new Stored(read.owner(), read.sequence(), read.sequence(), List.of()));
      }
      var events = Translation.of(change);
      return events.isEmpty() ? Optional.empty() : Optional.of(new Happened(events));
    }

    private static Stored stored(Published<?, ?> write, Change change) {
      return Stored.of(write, Translation.of(change));
    }
  }

  /**
   * An owner stored these records, which mean these events: number, keep, publish.
   *
   * @param first number of the first record in the owner's journal
   */
  public record Stored(String owner, long first, long last, List<ApiEvent> events)
      implements Message {

    /** A write of an owner, and what it means. */
    public static Stored of(Published<?, ?> write, List<ApiEvent> events) {
      return new Stored(write.owner(), write.firstSequence(), write.lastSequence(), events);
    }
  }

  /** These happened, and nobody else stored them: number, keep, publish. */
  public record Happened(List<ApiEvent> events) implements Message {}

  /** Published at once, neither numbered nor kept. */
  public record Mentioned(ApiEvent event) implements Message {}

  /**
   * Answered once the log was read.
   *
   * @param greeting mentioned as the consumer joins: it sees it before whatever happens afterwards
   */
  public record Subscribe(Resume from, ApiEvent greeting, ActorRef<Subscription> replyTo)
      implements Message {}

  /**
   * For a reader that keeps its own place: answered with the batch that holds the next event,
   * however long that takes.
   */
  public record Read(long after, ActorRef<Reading> replyTo) implements Message {}

  /** Answer to {@link Read}. */
  public sealed interface Reading {

    /** Holds the event after the one that was named, maybe older ones before it. */
    record Batch(EventLogEvent.EventsAppended events) implements Reading {}

    /**
     * The place is not in this log.
     *
     * @param after number of an event after which reading can go on
     */
    record Elsewhere(long after) implements Reading {}
  }

  /** Answered with everything that is kept. */
  public record ReadAll(ActorRef<EventLogState> replyTo) implements Message {}

  /** Answered with the number of the newest event. */
  public record Latest(ActorRef<Long> replyTo) implements Message {}

  /** Answered at once, also before the log was read. */
  public record Stand(ActorRef<Standing> replyTo) implements Message {}

  /**
   * How far the log has come.
   *
   * @param first number of the oldest event that is kept
   * @param lag events and records of owners that are not in the log yet
   * @param streams that are open
   */
  public record Standing(long first, long last, long lag, int streams) {}

  /** The take-over is complete: only now it reads its log, which nobody has to wait for. */
  public record Begin() implements Message {}

  private record Loaded(EventLogState state) implements Message {}

  private record Grown(Published<EventLogEvent, EventLogState> write) implements Message {}

  private record Appended(Answer<EventLogState> answer) implements Message {}

  private record FromJournal(JournalReader.Result result) implements Message {}

  private record AskAgain() implements Message {}

  private record ReadAgain() implements Message {}

  private record Flush() implements Message {}

  private record Rest() implements Message {}

  private record Gone(BoundedSourceQueue<EventBatch> consumer) implements Message {}

  /** Answer to {@link Subscribe}. */
  public sealed interface Subscription {
    record Open(Source<EventBatch, NotUsed> events) implements Subscription {}

    /**
     * @param oldest number from which events are kept
     */
    record TooOld(long oldest) implements Subscription {}

    /**
     * @param last number of the newest event: the one asked for was another log's
     */
    record NotYet(long last) implements Subscription {}

    record TooMany() implements Subscription {}
  }

  private final Behavior<GateMessage<EventLogCommand, EventLogState>> unread;
  private ActorRef<GateMessage<EventLogCommand, EventLogState>> log;
  private final ActorRef<Answer<EventLogState>> answers;
  private final ActorRef<JournalReader.Result> fromJournal;
  private final Supplier<Retelling> retelling;
  private final Intake intake = new Intake();
  private final KeptEvents kept;
  private boolean reading;
  private boolean resting;
  private long lost;

  /** The log of the event stream, named {@link #PERSISTENCE_ID}. */
  public static Behavior<Message> create(
      OwnerSettings settings, EventLogSettings limits, Consumer<Throwable> unreadable) {
    return create(settings, limits, EventRetelling::new, unreadable);
  }

  /**
   * Any such log.
   *
   * @param retelling makes of journals what the log was not told
   */
  public static Behavior<Message> create(
      OwnerSettings settings,
      EventLogSettings limits,
      Supplier<Retelling> retelling,
      Consumer<Throwable> unreadable) {
    return Behaviors.setup(
        context -> new EventHub(context, settings, limits, retelling, unreadable));
  }

  private EventHub(
      ActorContext<Message> context,
      OwnerSettings settings,
      EventLogSettings limits,
      Supplier<Retelling> retelling,
      Consumer<Throwable> unreadable) {
    super(context);
    this.retelling = retelling;
    var rules = new EventLogRules(limits);
    var self = context.getSelf();
    this.kept =
        new KeptEvents(
            new Consumers(
                context.getSystem(), pause -> context.scheduleOnce(pause, self, new Flush())),
            queue -> self.tell(new Gone(queue)));
    var ports =
        new OwnerPorts<EventLogEvent, EventLogState, Void>(
            read -> self.tell(new Loaded(read.held().state())),
            write -> self.tell(new Grown(write)),
            nothing -> {},
            unreadable);
    this.unread = Owner.create(settings, rules, ports);
    this.answers = context.messageAdapter(answerType(), Appended::new);
    this.fromJournal = context.messageAdapter(JournalReader.Result.class, FromJournal::new);
  }

  @SuppressWarnings("unchecked")
  private static Class<Answer<EventLogState>> answerType() {
    return (Class<Answer<EventLogState>>) (Class<?>) Answer.class;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Stored.class, this::onStored)
        .onMessage(Happened.class, this::onHappened)
        .onMessage(Grown.class, this::onGrown)
        .onMessage(Appended.class, this::onAppended)
        .onMessage(FromJournal.class, message -> onJournal(message.result()))
        .onMessage(AskAgain.class, message -> askAgain())
        .onMessage(ReadAgain.class, message -> readAgain())
        .onMessage(Mentioned.class, mentioned -> done(() -> kept.mention(mentioned.event())))
        .onMessage(Subscribe.class, subscribe -> done(() -> kept.subscribe(subscribe)))
        .onMessage(Read.class, read -> done(() -> kept.read(read)))
        .onMessage(Latest.class, latest -> done(() -> kept.latest(latest)))
        .onMessage(Stand.class, stand -> done(() -> kept.stand(stand, intake.lag())))
        .onMessage(ReadAll.class, read -> done(() -> kept.readAll(read)))
        .onMessage(Gone.class, gone -> done(() -> kept.gone(gone.consumer())))
        .onMessage(Flush.class, flush -> done(kept::flush))
        .onMessage(Rest.class, message -> onRest())
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Loaded.class, this::onLoaded)
        .build();
  }

  private Behavior<Message> done(Runnable action) {
    action.run();
    return this;
  }

  private Behavior<Message> onBegin(Begin begin) {
    log = getContext().spawn(unread, "log");
    getContext().watch(log);
    log.tell(new GateMessage.Begin<>());
    return this;
  }

  /** At the take-over, or when the log had to restart: then the fate of a batch is unknown. */
  private Behavior<Message> onLoaded(Loaded loaded) {
    intake.loaded(loaded.state());
    kept.loaded(loaded.state());
    return askAgain();
  }

  /** The log refuses what it has already. */
  private Behavior<Message> askAgain() {
    intake.inFlight().ifPresent(this::ask);
    return goOn();
  }

  // Into the log.

  private Behavior<Message> onStored(Stored stored) {
    intake.written(stored.owner(), stored.first(), stored.last(), stored.events());
    return goOn();
  }

  private Behavior<Message> onHappened(Happened happened) {
    if (!intake.happened(happened.events())) {
      if (lost == 0) {
        getContext().getLog().warn("the event log is away: events that nobody stored get lost");
      }
      lost += happened.events().size();
    }
    return goOn();
  }

  private Behavior<Message> goOn() {
    intake.next(kept.last()).ifPresent(this::ask);
    if (!resting && intake.silent()) {
      resting = true;
      getContext().scheduleOnce(REST, getContext().getSelf(), new Rest());
    }
    if (!reading) {
      intake
          .gap()
          .ifPresent(
              gap -> {
                reading = true;
                JournalReader.read(getContext(), gap, retelling.get(), fromJournal);
              });
    }
    return this;
  }

  private Behavior<Message> onRest() {
    resting = false;
    intake.atRest(kept.last()).ifPresent(this::ask);
    return goOn();
  }

  private void ask(EventLogCommand.Append append) {
    log.tell(new Ask<>(append, Cause.internal("events"), answers));
  }

  private Behavior<Message> onAppended(Appended appended) {
    if (appended.answer() instanceof Answer.Busy<EventLogState>) {
      getContext().scheduleOnce(PAUSE, getContext().getSelf(), new AskAgain());
    }
    if (!(appended.answer() instanceof Answer.Reply<EventLogState> reply)) {
      return this; // A log whose write failed is loaded anew, and then asked again.
    }
    intake.answered(reply.value().last());
    if (lost > 0) {
      getContext().getLog().warn("the event log is back: {} events were lost", lost);
      lost = 0;
    }
    return goOn();
  }

  private Behavior<Message> onGrown(Grown grown) {
    for (var stored : grown.write().events()) {
      var batch = (EventLogEvent.EventsAppended) stored.event();
      // What was asked for is at hand as it was before it was packed.
      kept.publish(
          intake
              .inFlight()
              .filter(append -> append.after() + 1 == batch.first())
              .map(append -> NumberedEvent.from(batch.first(), append.events()))
              .orElseGet(batch::numbered));
    }
    kept.now(grown.write().state());
    return this;
  }

  // From the owners' journals.

  private Behavior<Message> onJournal(JournalReader.Result result) {
    var log = getContext().getLog();
    var gap = result.gap();
    if (result instanceof JournalReader.Result.Failed failed) {
      log.warn("cannot read {} after {}", gap.owner(), gap.after(), failed.cause());
      getContext().scheduleOnce(PAUSE, getContext().getSelf(), new ReadAgain());
      return this;
    }
    reading = false;
    if (result instanceof JournalReader.Result.Read read) {
      intake.read(gap, read.events());
    } else if (result instanceof JournalReader.Result.Missing missing) {
      log.error(
          "records {} to {} of {} are no longer in the journal: their events will not be told",
          gap.after() + 1,
          missing.upTo(),
          gap.owner());
      intake.missing(gap, missing.upTo());
    }
    return goOn();
  }

  private Behavior<Message> readAgain() {
    reading = false;
    return goOn();
  }
}
