package dev.marathon.local.agent.fetch;

import java.time.Duration;

/**
 * How much a task may have fetched for it.
 *
 * @param download bytes of one URI
 * @param extracted bytes of all files in one archive
 * @param entries files, directories and links in one archive
 * @param stall time without a byte after which a server is given up
 * @param total time for all URIs of a task
 * @param cache bytes that the cache of an agent may take
 */
public record FetchLimits(
    long download, long extracted, int entries, Duration stall, Duration total, long cache) {

  private static final long GIB = 1L << 30;

  /** Far above what services are made of, far below what fills a disk; the cache is Mesos' 2 GB. */
  public static FetchLimits defaults() {
    return new FetchLimits(
        4 * GIB, 8 * GIB, 500_000, Duration.ofMinutes(1), Duration.ofMinutes(30), 2 * GIB);
  }
}
