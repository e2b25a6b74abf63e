package dev.marathon.events;

/**
 * @param number grows by one per event, over restarts and failovers; 0 for events that only this
 *     stream sees
 */
public record NumberedEvent(long number, ApiEvent event) {}
