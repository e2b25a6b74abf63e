package dev.marathon.mesos.client;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.Materializer;
import dev.marathon.base.Unhandled;
import dev.marathon.mesos.CallWriter;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.MesosEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Keeps one subscription to the leading Mesos master.
 *
 * <p>Each attempt to subscribe has a number; what an older attempt still says is thrown away. When
 * an attempt fails, or its stream ends or is silent for too long, the next one starts after a pause
 * that grows until a stream has lived for ten seconds.
 */
public final class MesosClientActor extends AbstractBehavior<MesosClient> {

  // Protocol: MesosClient.Command from outside, and what the actor tells itself.

  private record Searched(long attempt, LeaderSearch.Outcome outcome)
      implements MesosClient.Internal {}

  private record Arrived(
      long attempt, List<EventStream.Received> received, CompletableFuture<Done> taken)
      implements MesosClient.Internal {}

  private record Ended(long attempt, String reason) implements MesosClient.Internal {}

  private record CallAnswered(
      long attempt, CallSender sender, CallSender.Pending pending, MasterAnswer answer)
      implements MesosClient.Internal {}

  private record Silent(long attempt) implements MesosClient.Internal {}

  private record Settled(long attempt) implements MesosClient.Internal {}

  private record Retry(long attempt) implements MesosClient.Internal {}

  private record SumUp() implements MesosClient.Internal {}

  private static final Duration SETTLED_AFTER = Duration.ofSeconds(10);

  // What it needs.

  private final MesosClientSettings settings;
  private final TimerScheduler<MesosClient> timers;
  private final InstantSource clock;
  private final Materializer materializer;
  private final MasterHttp http;
  private final Executor blocking;
  private final LeaderFinder finder;
  private final LeaderSearch search;
  private final Backoff backoff;
  private final EventWindow window;
  private final Unheard results;

  private long attempt;
  private Optional<MasterAddress> leader = Optional.empty();

  /** Absent while nobody asked for a subscription, or after it ended for good. */
  private Optional<Subscription> wanted = Optional.empty();

  private Optional<OpenStream> open = Optional.empty();

  // Creation.

  /**
   * @param subscriber gets the events; see {@link MesosClient.Handled}
   */
  public static Behavior<MesosClient> create(
      MesosClientSettings settings, ActorRef<MesosEvent> subscriber) {
    return create(settings, subscriber, InstantSource.system(), RandomGenerator.getDefault());
  }

  static Behavior<MesosClient> create(
      MesosClientSettings settings,
      ActorRef<MesosEvent> subscriber,
      InstantSource clock,
      RandomGenerator random) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new MesosClientActor(context, timers, settings, subscriber, clock, random)));
  }

  private MesosClientActor(
      ActorContext<MesosClient> context,
      TimerScheduler<MesosClient> timers,
      MesosClientSettings settings,
      ActorRef<MesosEvent> subscriber,
      InstantSource clock,
      RandomGenerator random) {
    super(context);
    this.settings = settings;
    this.window = new EventWindow(subscriber, settings.eventsUnhandled(), this::callsFlow);
    this.timers = timers;
    this.clock = clock;
    this.materializer = Materializer.createMaterializer(context);
    this.http = new MasterHttp(context.getSystem(), materializer, settings);
    this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    this.finder = LeaderFinder.of(settings, blocking);
    this.search = new LeaderSearch(finder, http, settings);
    this.backoff = new Backoff(settings.firstPause(), settings.longestPause(), random);
    this.results =
        new Unheard(
            line -> getContext().getLog().warn("{}", line),
            () -> context.scheduleOnce(Unheard.EVERY, context.getSelf(), new SumUp()));
  }

  @Override
  public Receive<MesosClient> createReceive() {
    return newReceiveBuilder()
        .onMessage(MesosClient.Subscribe.class, this::onSubscribe)
        .onMessage(MesosClient.Send.class, this::onSend)
        .onMessage(MesosClient.Handled.class, this::onHandled)
        .onMessage(MesosClient.Stop.class, stop -> Behaviors.stopped())
        .onMessage(Searched.class, this::onSearched)
        .onMessage(Arrived.class, this::onArrived)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(SumUp.class, sum -> onSumUp())
        .onMessage(CallAnswered.class, this::onCallAnswered)
        .onMessage(Silent.class, this::onSilent)
        .onMessage(Settled.class, this::onSettled)
        .onMessage(Retry.class, this::onRetry)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  // Finding a master.

  private Behavior<MesosClient> onSubscribe(MesosClient.Subscribe subscribe) {
    drop("subscribing anew");
    wanted =
        Optional.of(
            new Subscription(
                subscribe.frameworkId(), subscribe.framework(), subscribe.suppressedRoles()));
    backoff.reset();
    seek();
    return this;
  }

  private Behavior<MesosClient> onRetry(Retry retry) {
    if (retry.attempt() == attempt) {
      seek();
    }
    return this;
  }

  private void seek() {
    long current = ++attempt;
    var subscription = wanted.orElseThrow();
    var call =
        CallWriter.subscribe(
            subscription.frameworkId(), subscription.framework(), subscription.suppressed());
    getContext()
        .pipeToSelf(search.run(leader, call), (outcome, failure) -> new Searched(current, outcome));
  }

  private Behavior<MesosClient> onSearched(Searched searched) {
    boolean late = searched.attempt() != attempt;
    if (searched.outcome() instanceof LeaderSearch.Outcome.Found found) {
      if (late) {
        http.discard(found.stream());
      } else {
        opened(found.master(), found.stream());
      }
    } else if (late) {
      return this;
    } else if (searched.outcome() instanceof LeaderSearch.Outcome.Refused refused) {
      conclude(new MesosEvent.Refused(refused.message()));
    } else if (searched.outcome() instanceof LeaderSearch.Outcome.NotFound notFound) {
      leader = Optional.empty();
      retryLater(notFound.reason());
    } else {
      throw new Unhandled(searched.outcome());
    }
    return this;
  }

  private void retryLater(String reason) {
    Duration pause = backoff.next();
    getContext()
        .getLog()
        .warn("Not subscribed to Mesos, next attempt in {} ms: {}", pause.toMillis(), reason);
    timers.startSingleTimer(Retry.class, new Retry(++attempt), pause);
  }

  // The stream.

  private void opened(MasterAddress master, MasterAnswer.Streaming streaming) {
    long current = attempt;
    leader = Optional.of(master);
    var self = getContext().getSelf();
    var events =
        EventStream.run(
            streaming,
            settings.recordLimit(),
            clock,
            received -> {
              var taken = new CompletableFuture<Done>();
              self.tell(new Arrived(current, received, taken));
              return taken;
            },
            materializer);
    getContext().pipeToSelf(events.end(), (reason, failure) -> new Ended(current, reason));
    var calls = http.calls(master, streaming.streamId());
    var stream = new OpenStream(master, events, calls, settings.answerTimeout());
    open = Optional.of(stream);
    watch(stream);
  }

  private Behavior<MesosClient> onArrived(Arrived arrived) {
    if (arrived.attempt() != attempt || open.isEmpty()) {
      arrived.taken().complete(Done.getInstance());
      return this;
    }
    var stream = open.get();
    for (var received : arrived.received()) {
      received
          .heartbeat()
          .ifPresent(every -> stream.patience = every.multipliedBy(settings.heartbeatsMissed()));
      received.event().ifPresent(event -> onEvent(stream, event));
      if (arrived.attempt() != attempt) {
        return this; // That was the end of it.
      }
    }
    watch(stream);
    if (!window.take(arrived.taken())) {
      // While we do not read, silence says nothing about the master.
      timers.cancel(Silent.class);
    }
    return this;
  }

  private void onEvent(OpenStream stream, MesosEvent event) {
    if (event instanceof MesosEvent.Subscribed subscribed) {
      onSubscribed(stream, subscribed);
      window.add(subscribed.reachedAt(stream.master.host(), stream.master.port()));
      return;
    }
    if (event instanceof MesosEvent.FailedOver
        || event instanceof MesosEvent.FrameworkRemoved
        || event instanceof MesosEvent.Refused) {
      conclude(event);
      return;
    }
    window.add(event);
  }

  private void onSubscribed(OpenStream stream, MesosEvent.Subscribed subscribed) {
    var subscription = wanted.orElseThrow().withFrameworkId(subscribed.frameworkId());
    wanted = Optional.of(subscription);
    stream.calls =
        Optional.of(
            new CallSender(
                new CallWriter(
                    subscription.framework(), settings.launch(), subscribed.frameworkId()),
                settings.callsWaiting(),
                settings.callsUnderWay(),
                results,
                (sender, pending) -> start(stream, sender, pending)));
    timers.startSingleTimer(Settled.class, new Settled(attempt), SETTLED_AFTER);
    getContext()
        .getLog()
        .info("Subscribed to Mesos master {} as {}", stream.master, subscribed.frameworkId());
  }

  private Behavior<MesosClient> onSettled(Settled settled) {
    if (settled.attempt() == attempt) {
      backoff.reset();
    }
    return this;
  }

  private Behavior<MesosClient> onHandled(MesosClient.Handled handled) {
    if (window.handled(handled.count())) {
      open.ifPresent(this::watch);
    }
    return this;
  }

  private void watch(OpenStream stream) {
    timers.startSingleTimer(Silent.class, new Silent(attempt), stream.patience);
  }

  private Behavior<MesosClient> onSilent(Silent silent) {
    if (silent.attempt() == attempt && open.isPresent()) {
      lost("the master was silent for " + open.get().patience);
    }
    return this;
  }

  private Behavior<MesosClient> onEnded(Ended ended) {
    if (ended.attempt() == attempt && open.isPresent()) {
      lost(ended.reason());
    }
    return this;
  }

  /** The stream is no more; the next attempt follows, unless we ended the framework ourselves. */
  private void lost(String reason) {
    var stream = open.orElseThrow();
    if (!stream.subscribed()) {
      leader = Optional.empty();
    }
    if (stream.tearingDown) {
      wanted = Optional.empty();
    }
    drop(reason);
    if (wanted.isPresent()) {
      retryLater(reason);
    }
  }

  /** The subscription has ended for good. */
  private void conclude(MesosEvent event) {
    getContext().getLog().warn("The subscription to Mesos ended: {}", event);
    wanted = Optional.empty();
    close("the subscription has ended");
    window.push(event);
  }

  private void drop(String reason) {
    boolean wasSubscribed = subscribed();
    close(reason);
    if (wasSubscribed) {
      window.push(new MesosEvent.Disconnected(reason));
    }
  }

  /** From here on nothing that this attempt still says counts. */
  private void close(String reason) {
    attempt++;
    window.forget();
    timers.cancelAll();
    open.ifPresent(stream -> stream.close(reason));
    open = Optional.empty();
  }

  private boolean subscribed() {
    return open.map(OpenStream::subscribed).orElse(false);
  }

  // Calls.

  private Behavior<MesosClient> onSend(MesosClient.Send send) {
    var calls = open.flatMap(stream -> stream.calls);
    if (calls.isPresent()) {
      calls.get().send(send);
    } else {
      results.reply(send, new CallResult.Failed("not subscribed to a Mesos master"));
    }
    return this;
  }

  private boolean callsFlow() {
    return open.flatMap(stream -> stream.calls).map(CallSender::flows).orElse(true);
  }

  private Behavior<MesosClient> onSumUp() {
    results.sumUp();
    return this;
  }

  private void start(OpenStream stream, CallSender sender, CallSender.Pending pending) {
    long current = attempt;
    if (pending.send().call() instanceof MesosCall.Teardown) {
      // The stream may end before the answer is here.
      stream.tearingDown = true;
    }
    if (!settings.mayAct().getAsBoolean()) {
      getContext()
          .getSelf()
          .tell(new CallAnswered(current, sender, pending, MasterHttp.NOT_LEADING));
      return;
    }
    var self = getContext().getSelf();
    stream.pipeline.send(
        pending.call().toByteArray(),
        answer -> self.tell(new CallAnswered(current, sender, pending, answer)));
  }

  private Behavior<MesosClient> onCallAnswered(CallAnswered answered) {
    var call = answered.pending().send().call();
    if (answered.attempt() != attempt || open.isEmpty()) {
      results.reply(answered.pending().send(), CallSender.result(answered.answer()));
      return this;
    }
    var stream = open.get();
    if (answered.answer() instanceof MasterAnswer.Taken) {
      wanted = wanted.map(subscription -> subscription.after(call));
    } else if (call instanceof MesosCall.Teardown) {
      stream.tearingDown = false;
    }
    switch (answered.sender().answered(answered.pending(), answered.answer())) {
      case GOOD -> {
        if (window.resume()) {
          watch(stream);
        }
      }
      case STREAM_LOST -> lost("the master has lost our event stream");
      case TAKEN_OVER ->
          conclude(new MesosEvent.FailedOver("another instance subscribed with our framework id"));
      case NOT_LEADING -> {
        leader = Optional.empty();
        lost(stream.master + " no longer leads");
      }
      case ONLY_BY_SUBSCRIPTION -> {
        var next = wanted.map(subscription -> subscription.after(call));
        if (!next.equals(wanted)) {
          wanted = next;
          lost("the master takes new roles of this framework with a new subscription only");
        }
      }
    }
    return this;
  }

  private Behavior<MesosClient> onStopped() {
    close("stopped");
    // Closing a ZooKeeper session waits for the network.
    blocking.execute(finder::close);
    return this;
  }
}
