package dev.marathon.api;

/**
 * How many requests are let in, and how answers travel.
 *
 * @param compression whether answers are compressed for clients that accept it
 * @param maxConcurrent requests whose answer is being worked out; more are refused, 0 means no
 *     limit
 * @param logged whether each request is a line of the log
 */
public record Traffic(boolean compression, int maxConcurrent, boolean logged) {
  static final Traffic USUAL = new Traffic(true, 0, false);
}
