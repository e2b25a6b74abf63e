package dev.marathon.api;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.Resume;
import dev.marathon.events.actor.EventBatch;
import dev.marathon.events.actor.EventHub.Standing;
import java.util.concurrent.CompletionStage;

/** The event stream as the routes use it. */
public interface Events {

  /** Something happened that no owner stores, such as an accepted request. */
  void happened(ApiEvent event);

  /** Something that is neither numbered nor kept: consumers of this moment see it. */
  void mentioned(ApiEvent event);

  /**
   * A consumer's stream. It has its own bounded buffer and ends when the consumer falls too far
   * behind.
   *
   * @param greeting mentioned to everybody as this one joins, who gets it before whatever happens
   *     afterwards
   * @return fails with {@link Refused} 410 if what was asked for is no longer kept
   */
  CompletionStage<Source<EventBatch, NotUsed>> subscribe(Resume from, ApiEvent greeting);

  /** How far the log has come. */
  CompletionStage<Standing> standing();
}
