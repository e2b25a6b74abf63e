package dev.marathon.events;

import java.time.Duration;

/**
 * @param retention age up to which events are kept
 * @param maxEvents events kept at most
 */
public record EventLogSettings(Duration retention, int maxEvents) {}
