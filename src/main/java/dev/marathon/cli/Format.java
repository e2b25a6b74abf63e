package dev.marathon.cli;

/** How an answer is printed. */
enum Format {
  table,
  json,
  yaml,
  /** The blocks and lines of the historical client. */
  legacy
}
