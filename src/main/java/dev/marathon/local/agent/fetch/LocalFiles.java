package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads files of this machine with the rights of the task that asks for them. */
@FunctionalInterface
public interface LocalFiles {

  /**
   * @throws IOException if the task may not read it or it is not there; closing the stream throws
   *     the same if that shows only at the end
   */
  InputStream open(Path file) throws IOException;
}
