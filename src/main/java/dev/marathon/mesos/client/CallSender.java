package dev.marathon.mesos.client;

import dev.marathon.base.Unhandled;
import dev.marathon.mesos.CallWriter;
import dev.marathon.mesos.MesosCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The calls of one event stream: translates them, lets them wait, and judges the answers. They
 * start in the order in which they were given, and the way to the master keeps it: most mean
 * something different in another order (ACCEPT before KILL, REVIVE after SUPPRESS).
 *
 * <p>An acknowledgement whose fate is unknown is sent again, because it means the same the second
 * time; without it the agent repeats its update only after ten seconds. Of every other call only
 * state knows whether it is still wanted.
 */
final class CallSender {

  /** A translated call with what it was made of. */
  record Pending(Call call, MesosClient.Send send, int tries) {
    Optional<Pending> again() {
      return send.call() instanceof MesosCall.Acknowledge && tries < TRIES
          ? Optional.of(new Pending(call, send, tries + 1))
          : Optional.empty();
    }
  }

  /** What an answer says about our subscription. */
  enum Verdict {
    GOOD,
    /** The master does not know our stream any more. */
    STREAM_LOST,
    /** Somebody else subscribed after us: the master's stream is not ours. */
    TAKEN_OVER,
    /** Another master leads now. */
    NOT_LEADING,
    /** What the call asks for can be had with a new subscription only. */
    ONLY_BY_SUBSCRIPTION
  }

  private static final String WRONG_STREAM = "didn't match the stream ID";

  /** A scheduler with libmesos subscribed with our framework id. */
  private static final String OTHER_WAY = "Framework is not connected via HTTP";

  private static final String NOT_SUBSCRIBED = "Framework is not subscribed";

  /** Also what a master says that started anew; one that removed us says so when we subscribe. */
  private static final String NOT_FOUND = "Framework cannot be found";

  /**
   * Of a framework with another user or checkpointing than it subscribed with at first. A
   * subscription leaves those as they were and takes the rest.
   */
  private static final String FIXED = "Updating 'FrameworkInfo.";

  /** Of a master that has never heard of UPDATE_FRAMEWORK. */
  private static final String UNKNOWN_CALL = "Expecting 'type' to be present";

  private static final int TRIES = 3;

  private final CallWriter writer;
  private final int waitingLimit;
  private final int underWayLimit;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private int underWay;
  private final Unheard results;
  private final BiConsumer<CallSender, Pending> start;

  /**
   * @param waitingLimit calls not yet started; more fail at once, acknowledgements from half of it
   *     on
   * @param underWayLimit calls started and not answered; more wait
   * @param results takes what came of the calls
   * @param start sends a call; its answer comes back to {@link #answered}
   */
  CallSender(
      CallWriter writer,
      int waitingLimit,
      int underWayLimit,
      Unheard results,
      BiConsumer<CallSender, Pending> start) {
    this.writer = writer;
    this.waitingLimit = waitingLimit;
    this.underWayLimit = underWayLimit;
    this.results = results;
    this.start = start;
  }

  void send(MesosClient.Send send) {
    Call call;
    try {
      call = writer.write(send.call());
    } catch (IllegalArgumentException untranslatable) {
      results.reply(send, new CallResult.Refused(400, "not sent: " + untranslatable.getMessage()));
      return;
    }
    if (waiting.size() < room(send.call())) {
      waiting.add(new Pending(call, send, 1));
      startAll();
    } else {
      results.reply(send, new CallResult.Failed("too many calls to the Mesos master wait"));
    }
  }

  /** Many acknowledgements must not push out launches: the agents repeat their updates. */
  private int room(MesosCall call) {
    return call instanceof MesosCall.Acknowledge ? waitingLimit / 2 : waitingLimit;
  }

  /** False while so many calls wait that nothing should come that leads to more. */
  boolean flows() {
    return waiting.size() <= waitingLimit / 4;
  }

  /** Takes in the answer to a call and lets the next one start, unless the stream is no good. */
  Verdict answered(Pending pending, MasterAnswer answer) {
    underWay--;
    var verdict = verdict(pending.send().call(), answer);
    var again =
        answer instanceof MasterAnswer.Unavailable ? pending.again() : Optional.<Pending>empty();
    again.ifPresentOrElse(waiting::add, () -> results.reply(pending.send(), result(answer)));
    if (verdict == Verdict.GOOD) {
      startAll();
    }
    return verdict;
  }

  /** Nothing more is sent: those that wait have failed. */
  void close(String reason) {
    var left = new ArrayList<>(waiting);
    waiting.clear();
    left.forEach(pending -> results.reply(pending.send(), new CallResult.Failed(reason)));
  }

  private void startAll() {
    while (underWay < underWayLimit && !waiting.isEmpty()) {
      underWay++;
      start.accept(this, waiting.remove());
    }
  }

  private static Verdict verdict(MesosCall call, MasterAnswer answer) {
    if (answer instanceof MasterAnswer.Redirected) {
      return Verdict.NOT_LEADING;
    }
    if (answer instanceof MasterAnswer.Refused refused) {
      if (refused.message().contains(WRONG_STREAM) || refused.message().contains(OTHER_WAY)) {
        return Verdict.TAKEN_OVER;
      }
      if (refused.message().contains(NOT_SUBSCRIBED) || refused.message().contains(NOT_FOUND)) {
        return Verdict.STREAM_LOST;
      }
      if (call instanceof MesosCall.UpdateFramework
          && (refused.message().contains(FIXED) || refused.message().contains(UNKNOWN_CALL))) {
        return Verdict.ONLY_BY_SUBSCRIPTION;
      }
    }
    return Verdict.GOOD;
  }

  static CallResult result(MasterAnswer answer) {
    if (answer instanceof MasterAnswer.Taken) {
      return new CallResult.Accepted();
    }
    if (answer instanceof MasterAnswer.Refused refused) {
      return new CallResult.Refused(refused.status(), refused.message());
    }
    if (answer instanceof MasterAnswer.Redirected) {
      return new CallResult.Failed("the master no longer leads");
    }
    if (answer instanceof MasterAnswer.Unavailable unavailable) {
      return new CallResult.Failed(unavailable.reason());
    }
    throw new Unhandled(answer);
  }
}
