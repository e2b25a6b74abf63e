package dev.marathon.security;

import dev.marathon.config.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is read from files, and read again when they change. Contents are compared, not
 * times, so that a replaced link or a quick second change is noticed. What cannot be read keeps the
 * last good state, with one line in the log.
 */
final class Watched<T> implements Supplier<T> {

  static final int MAX_BYTES = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  /** Makes the thing of the files' contents, in their order. Throws {@link InvalidSettings}. */
  interface Reader<T> {
    T read(List<byte[]> contents);
  }

  private final List<Path> files;
  private final Reader<T> reader;
  private final Runnable changed;
  private List<byte[]> seen;
  private volatile T value;
  private String lastProblem = "";

  /**
   * @param changed told after each change
   * @throws InvalidSettings if it cannot be read now
   */
  Watched(List<Path> files, Reader<T> reader, Runnable changed) {
    this.files = List.copyOf(files);
    this.reader = reader;
    this.changed = changed;
    this.seen = contents();
    this.value = reader.read(seen);
  }

  @Override
  public T get() {
    return value;
  }

  /** Looks once; called from one thread at a time. */
  synchronized void check() {
    try {
      var now = contents();
      if (!same(now)) {
        seen = now;
        value = reader.read(now);
        changed.run();
        LOG.info("{} changed and was read again", files);
      }
      lastProblem = "";
    } catch (InvalidSettings invalid) {
      if (!invalid.getMessage().equals(lastProblem)) {
        lastProblem = invalid.getMessage();
        LOG.error("{}; the state before stays in force", lastProblem);
      }
    }
  }

  private List<byte[]> contents() {
    var all = new ArrayList<byte[]>();
    for (var file : files) {
      try {
        if (Files.size(file) > MAX_BYTES) {
          throw new InvalidSettings(file + " is larger than " + MAX_BYTES + " bytes");
        }
        all.add(Files.readAllBytes(file));
      } catch (IOException unreadable) {
        throw new InvalidSettings("cannot read " + file, unreadable);
      }
    }
    return all;
  }

  private boolean same(List<byte[]> now) {
    for (int i = 0; i < now.size(); i++) {
      if (!Arrays.equals(now.get(i), seen.get(i))) {
        return false;
      }
    }
    return true;
  }
}
