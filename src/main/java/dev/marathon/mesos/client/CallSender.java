package dev.marathon.mesos.client;

import dev.marathon.base.Unhandled;
import dev.marathon.mesos.CallWriter;
import dev.marathon.mesos.MesosCall;
import dev.marathon.mesos.client.CallLanes.Lane;
import java.util.function.BiConsumer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one event stream: translates them, lets them wait, and judges the answers. */
final class CallSender {

  /** A translated call with what it was made of. */
  record Pending(Lane lane, Call call, MesosClient.Send send) {}

  /** What an answer says about our subscription. */
  enum Verdict {
    GOOD,
    /** The master does not know our stream any more. */
    STREAM_LOST,
    /** Somebody else subscribed after us: the master's stream is not ours. */
    TAKEN_OVER,
    /** Another master leads now. */
    NOT_LEADING
  }

  private static final Logger LOG = LoggerFactory.getLogger(CallSender.class);
  private static final String WRONG_STREAM = "didn't match the stream ID";
  private static final String NOT_SUBSCRIBED = "Framework is not subscribed";

  private final CallWriter writer;
  private final CallLanes<Pending> lanes;
  private final BiConsumer<CallSender, Pending> start;

  /**
   * @param start sends a call; its answer comes back to {@link #answered}
   */
  CallSender(CallWriter writer, CallLanes<Pending> lanes, BiConsumer<CallSender, Pending> start) {
    this.writer = writer;
    this.lanes = lanes;
    this.start = start;
  }

  void send(MesosClient.Send send) {
    Call call;
    try {
      call = writer.write(send.call());
    } catch (IllegalArgumentException untranslatable) {
      reply(send, new CallResult.Refused(400, "not sent: " + untranslatable.getMessage()));
      return;
    }
    boolean independent = send.call() instanceof MesosCall.Acknowledge;
    var lane = independent ? Lane.ACKNOWLEDGEMENTS : Lane.ORDERED;
    if (lanes.add(lane, new Pending(lane, call, send))) {
      startAll();
    } else {
      reply(send, new CallResult.Failed("too many calls to the Mesos master wait"));
    }
  }

  /** Takes in the answer to a call and lets the next one start, unless the stream is no good. */
  Verdict answered(Pending pending, MasterAnswer answer) {
    lanes.done(pending.lane());
    var verdict = verdict(answer);
    if (verdict == Verdict.GOOD) {
      startAll();
    }
    return verdict;
  }

  /** Nothing more is sent: those that wait have failed. */
  void close(String reason) {
    lanes.drain().forEach(pending -> reply(pending.send(), new CallResult.Failed(reason)));
  }

  private void startAll() {
    for (Lane lane : Lane.values()) {
      for (var next = lanes.next(lane); next.isPresent(); next = lanes.next(lane)) {
        start.accept(this, next.get());
      }
    }
  }

  private static Verdict verdict(MasterAnswer answer) {
    if (answer instanceof MasterAnswer.Redirected) {
      return Verdict.NOT_LEADING;
    }
    if (answer instanceof MasterAnswer.Refused refused) {
      if (refused.message().contains(WRONG_STREAM)) {
        return Verdict.TAKEN_OVER;
      }
      if (refused.message().contains(NOT_SUBSCRIBED)) {
        return Verdict.STREAM_LOST;
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

  /** A result that nobody waits for is logged, unless it is a success. */
  static void reply(MesosClient.Send send, CallResult result) {
    if (send.replyTo().isPresent()) {
      send.replyTo().get().tell(result);
    } else if (!(result instanceof CallResult.Accepted)) {
      LOG.warn("{} to Mesos: {}", send.call().getClass().getSimpleName(), result);
    }
  }
}
