package dev.marathon.callbacks.actor;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sends one event to an endpoint. */
@FunctionalInterface
public interface Posting {

  /**
   * @param number of the event, by which an endpoint tells a repeated one
   * @return why it was not taken; empty if it was. Never fails.
   */
  CompletionStage<Optional<Problem>> post(URI url, long number, byte[] json);
}
