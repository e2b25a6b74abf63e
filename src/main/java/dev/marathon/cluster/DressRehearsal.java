package dev.marathon.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.Settings;
import dev.marathon.metrics.Metrics;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.security.AccessControl;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A standby leads for a moment, on a journal in memory and without Mesos: what a leader does from
 * the begin of its epoch to the answer of a write. The first write after a take-over would
 * otherwise wait for some thousand classes to be loaded and run for the first time.
 *
 * <p>It ends when the requests are answered, and with its parent.
 */
final class DressRehearsal extends AbstractBehavior<DressRehearsal.Message> {

  /** What it tells itself. */
  sealed interface Message {
    /**
     * @param status empty if there was no answer
     */
    record Answered(Optional<Integer> status) implements Message {}

    record Over(String why) implements Message {}
  }

  /** Code that ran less often than this is still interpreted. */
  static final int WRITES = 60;

  /** Owners that rest for longer would save snapshots. */
  static final Duration LIMIT = Duration.ofSeconds(4);

  private static final int NO_SNAPSHOTS = 100_000_000;

  private final Door door;
  private final IntConsumer answered;
  private int asked;

  /**
   * @param limit after that it ends, whatever was answered
   * @param answered told the status of each answer
   */
  static Behavior<Message> create(
      Settings settings, MetricsReport metrics, Duration limit, IntConsumer answered) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startSingleTimer(new Message.Over("it took too long"), limit);
                  return new DressRehearsal(context, settings, metrics, answered);
                }));
  }

  private DressRehearsal(
      ActorContext<Message> context,
      Settings settings,
      MetricsReport metrics,
      IntConsumer answered) {
    super(context);
    context.setLoggerName(DressRehearsal.class);
    this.answered = answered;
    this.door = new Door(context.getSystem(), () -> true);
    var self = context.getSelf();
    var wishes =
        new ActiveNode.Wishes(
            alone(settings),
            Entrance.plain(settings.http().port(), AccessControl.OPEN),
            false,
            door,
            metrics,
            () -> true,
            ending -> self.tell(new Message.Over(ending.message())),
            ActiveNode.Stage.REHEARSAL);
    Metrics.pause(true);
    context.spawn(ActiveNode.create(wishes), "active-node");
    ask();
  }

  /** Nothing of it is seen outside. */
  private static Settings alone(Settings settings) {
    var overrides =
        ConfigFactory.parseMap(
            Map.of(
                "marathon.events.callbacks",
                "",
                "marathon.http.log-requests",
                false,
                "marathon.store.snapshot-every",
                NO_SNAPSHOTS));
    return Settings.load(Optional.empty(), overrides.withFallback(settings.raw()));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Message.Answered.class, this::onAnswered)
        .onMessage(Message.Over.class, this::onOver)
        .onSignal(PostStop.class, stop -> onStopped())
        .build();
  }

  private Behavior<Message> onStopped() {
    Metrics.pause(false);
    return this;
  }

  private void ask() {
    asked++;
    getContext()
        .pipeToSelf(
            door.whenOpen(request(asked)),
            (response, failure) -> new Message.Answered(status(response)));
  }

  private Optional<Integer> status(HttpResponse response) {
    if (response == null) {
      return Optional.empty();
    }
    response.discardEntityBytes(getContext().getSystem());
    return Optional.of(response.status().intValue());
  }

  /** Creates, reads and removes an app in turn. */
  private static HttpRequest request(int number) {
    var app = "/rehearsal-" + (number + 2) / 3;
    var request = HttpRequest.create("http://localhost/v2/apps" + (number % 3 == 1 ? "" : app));
    return switch (number % 3) {
      case 1 ->
          request
              .withMethod(HttpMethods.POST)
              .withEntity(
                  ContentTypes.APPLICATION_JSON,
                  "{\"id\":\"" + app + "\",\"cmd\":\"sleep 1\",\"instances\":1}");
      case 2 -> request.withMethod(HttpMethods.GET);
      default -> request.withUri(request.getUri() + "?force=true").withMethod(HttpMethods.DELETE);
    };
  }

  private Behavior<Message> onAnswered(Message.Answered answer) {
    if (answer.status().isEmpty()) {
      return onOver(new Message.Over("no answer"));
    }
    answered.accept(answer.status().get());
    if (asked == 3 * WRITES) {
      return Behaviors.stopped();
    }
    ask();
    return this;
  }

  private Behavior<Message> onOver(Message.Over over) {
    getContext().getLog().debug("a dress rehearsal ended early: {}", over.why());
    return Behaviors.stopped();
  }
}
