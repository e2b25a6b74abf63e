package dev.marathon.it;

import java.io.IOException;
import java.util.List;

/** A database of the test's own. */
interface SharedStore extends AutoCloseable {

  /** Options of a node that uses it. */
  List<String> options();

  @Override
  default void close() throws IOException {
    // Not every store is a server of its own.
  }
}
