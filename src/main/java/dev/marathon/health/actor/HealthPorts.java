package dev.marathon.health.actor;

import dev.marathon.health.HealthNews;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whom the checks tell, and what they know of time and chance.
 *
 * @param news called on the actor's thread, so it only sends
 * @param nanos the monotonic clock
 * @param chance from 0 to 1, without 1
 */
public record HealthPorts(
    Consumer<HealthNews> news, InstantSource clock, LongSupplier nanos, DoubleSupplier chance) {}
