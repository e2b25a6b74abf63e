package dev.marathon.store;

import com.typesafe.config.Config;
import java.io.IOException;

/** Where the journal is, as a node uses it. */
public interface Store extends AutoCloseable {

  /** Where Akka finds it. */
  Config config();

  /**
   * Makes sure that the journal can be used; creates missing tables if the settings allow it.
   *
   * @throws StoreUnavailable if it may work later without anybody's help
   * @throws IOException with a sentence for the operator, if it will not
   */
  void prepare() throws IOException;

  /** What it is and where, without credentials. */
  @Override
  String toString();

  @Override
  void close() throws IOException;
}
