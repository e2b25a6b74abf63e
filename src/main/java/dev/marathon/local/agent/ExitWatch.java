package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the ends of tasks: one directory, one thread, however many tasks.
 *
 * <p>Supervisors leave exit statuses as files in one directory, which is watched with inotify. That
 * a supervisor was killed itself leaves no file, so now and then it is looked whether each still
 * lives; the more there are, the rarer, to cost at most some percent of a core.
 */
final class ExitWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);
  private static final Duration SWEEP = Duration.ofMillis(300);
  private static final Duration SWEEP_PER_TASK = Duration.ofMillis(2);

  private final Path exits;
  private final Consumer<String> ended;
  private final Consumer<String> lost;
  private final Map<String, Supervision> expected = new ConcurrentHashMap<>();
  private final Optional<WatchService> watch;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param ended told the container whose exit status is there; possibly more than once
   * @param lost told the container whose supervisor is gone without leaving a status
   */
  ExitWatch(Path exits, String name, Consumer<String> ended, Consumer<String> lost) {
    this.exits = exits;
    this.ended = ended;
    this.lost = lost;
    this.watch = register(exits);
    this.thread = ThreadLane.daemon(this::run, name);
  }

  /**
   * Begins to tell. Not before everything that earlier processes left is expected: the exit status
   * of a container that nobody expects is thrown away.
   */
  void start() {
    thread.start();
  }

  private static Optional<WatchService> register(Path exits) {
    try {
      var watch = exits.getFileSystem().newWatchService();
      exits.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      return Optional.of(watch);
    } catch (IOException e) {
      LOG.warn("No file notification, exits are polled for: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** From now on the end of this task is told. */
  void expect(String container, Supervision task) {
    expected.put(container, task);
    if (Files.exists(exits.resolve(container))) {
      ended.accept(container);
    }
  }

  void forget(String container) {
    expected.remove(container);
  }

  private void run() {
    long swept = System.nanoTime();
    scan();
    while (!closed) {
      try {
        var pause = SWEEP_PER_TASK.multipliedBy(expected.size()).plus(SWEEP);
        await(SWEEP);
        if (System.nanoTime() - swept > pause.toNanos()) {
          sweep();
          swept = System.nanoTime();
        }
      } catch (ClosedWatchServiceException | InterruptedException end) {
        return;
      } catch (RuntimeException e) {
        LOG.error("Looking for ended tasks failed", e);
      }
    }
  }

  private void await(Duration longest) throws InterruptedException {
    if (watch.isEmpty()) {
      Thread.sleep(longest.toMillis() / 2);
      scan();
      return;
    }
    var key = watch.get().poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (key == null) {
      return;
    }
    for (var event : key.pollEvents()) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        scan();
      } else {
        tell((Path) event.context());
      }
    }
    key.reset();
  }

  private void scan() {
    try (var files = Files.list(exits)) {
      files.map(Path::getFileName).forEach(this::tell);
    } catch (IOException e) {
      LOG.error("Cannot look for exit statuses", e);
    }
  }

  private void tell(Path file) {
    if (!file.toString().endsWith(".tmp")) {
      ended.accept(file.toString());
    }
  }

  private void sweep() {
    for (var entry : List.copyOf(expected.entrySet())) {
      if (!entry.getValue().watched()) {
        // The supervisor writes its status before it ends: whoever is gone by now has written it.
        if (Files.exists(exits.resolve(entry.getKey()))) {
          ended.accept(entry.getKey());
        } else {
          lost.accept(entry.getKey());
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.ifPresent(
        service -> {
          try {
            service.close();
          } catch (IOException e) {
            LOG.debug("Closing a file notification failed", e);
          }
        });
    thread.interrupt();
  }
}
