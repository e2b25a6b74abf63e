package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Files that several tasks of an agent asked for with {@code cache: true}: each is fetched once for
 * a user and URI. The ones not used for longest give way to new ones. Empty after a restart.
 *
 * <p>Thread-safe; who asks for what is just being fetched waits for it.
 */
public final class FetchCache {

  private final Path directory;
  private final long capacity;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long number;

  private record Key(String user, String uri) {}

  private static final class Entry {
    final Path file;
    final CompletableFuture<Path> fetched = new CompletableFuture<>();
    long size;
    int users;

    Entry(Path file) {
      this.file = file;
    }
  }

  /** Gets a file into the cache. */
  interface Source {
    void fetch(Path file) throws FetchFailed, IOException;
  }

  /** Uses a file of the cache, which stays there meanwhile. */
  interface Use {
    void with(Path file) throws FetchFailed, IOException;
  }

  /**
   * @param directory is emptied
   * @param capacity bytes
   */
  public FetchCache(Path directory, long capacity) throws IOException {
    this.directory = directory;
    this.capacity = capacity;
    if (Files.isDirectory(directory)) {
      try (var old = Files.walk(directory)) {
        for (var file : (Iterable<Path>) old.filter(Files::isRegularFile)::iterator) {
          Files.delete(file);
        }
      }
    }
  }

  long bytes() {
    synchronized (entries) {
      return bytes;
    }
  }

  void use(String user, String uri, String name, Source source, BooleanSupplier cancelled, Use use)
      throws FetchFailed, IOException {
    var key = new Key(user, uri);
    Entry entry;
    boolean mine;
    synchronized (entries) {
      var there = entries.get(key);
      mine = there == null;
      entry =
          mine ? new Entry(directory.resolve(user).resolve("c" + ++number + "-" + name)) : there;
      entries.putIfAbsent(key, entry);
      entry.users++;
    }
    try {
      if (mine) {
        fill(key, entry, source);
      }
      use.with(await(entry.fetched, cancelled));
    } finally {
      release(entry);
    }
  }

  private void fill(Key key, Entry entry, Source source) throws FetchFailed, IOException {
    try {
      Files.createDirectories(entry.file.getParent());
      source.fetch(entry.file);
      synchronized (entries) {
        entry.size = Files.size(entry.file);
        bytes += entry.size;
      }
      entry.fetched.complete(entry.file);
    } catch (FetchFailed | IOException | RuntimeException e) {
      synchronized (entries) {
        entries.remove(key);
      }
      Files.deleteIfExists(entry.file);
      entry.fetched.completeExceptionally(e);
      throw e;
    }
  }

  private static Path await(Future<Path> fetched, BooleanSupplier cancelled) throws FetchFailed {
    while (true) {
      try {
        return fetched.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        if (cancelled.getAsBoolean()) {
          throw new FetchFailed("given up");
        }
      } catch (ExecutionException e) {
        throw new FetchFailed(e.getCause().getMessage(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FetchFailed("given up", e);
      }
    }
  }

  private void release(Entry entry) throws IOException {
    synchronized (entries) {
      entry.users--;
      Iterator<Entry> oldest = entries.values().iterator();
      while (bytes > capacity && oldest.hasNext()) {
        var candidate = oldest.next();
        if (candidate.users == 0) {
          oldest.remove();
          bytes -= candidate.size;
          Files.deleteIfExists(candidate.file);
        }
      }
    }
  }
}
