package dev.marathon.callbacks;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The endpoints by URL.
 *
 * @param endpoints each with what it has got so far
 */
public record CallbackState(PMap<String, Endpoint> endpoints) {

  public static final CallbackState EMPTY = new CallbackState(HashTreePMap.empty());

  /**
   * @param env whether it gets values of environment variables
   * @param position number of the last event that it is known to have taken; it may have taken more
   */
  public record Endpoint(boolean env, long position) {}
}
