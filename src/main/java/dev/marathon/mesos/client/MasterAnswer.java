package dev.marathon.mesos.client;

import akka.stream.javadsl.Source;
import akka.util.ByteString;

/** How a master answers a request. */
sealed interface MasterAnswer {

  /**
   * The event stream is open; it must be run or cancelled.
   *
   * @param streamId to be sent with every call
   */
  record Streaming(String streamId, Source<ByteString, ?> bytes) implements MasterAnswer {}

  /** A call was taken in. */
  record Taken() implements MasterAnswer {}

  /** Another master leads. */
  record Redirected(String location) implements MasterAnswer {}

  /** 4xx: the request is wrong. */
  record Refused(int status, String message) implements MasterAnswer {}

  /** Try again later: a master that starts, or something that is no master. */
  record Unavailable(String reason) implements MasterAnswer {}
}
