package dev.marathon.security;

import dev.marathon.config.InvalidSettings;
import dev.marathon.config.SecuritySettings;
import dev.marathon.config.TokenSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes the access control that the settings describe. */
public final class Guards {

  /** Two hash passwords while the others of the machine go on. */
  private static final int THREADS = 2;

  private static final int QUEUE = 128;

  private Guards() {}

  /**
   * @param control asked for every request
   * @param reload looks whether files changed; to be called every {@code security.reload-interval}
   */
  public record Guard(AccessControl control, Runnable reload) {}

  /**
   * @throws InvalidSettings with a sentence, when a file cannot be used
   */
  public static Guard of(SecuritySettings settings) {
    return of(settings, threads(), System::nanoTime, InstantSource.system());
  }

  static Guard of(
      SecuritySettings settings, Executor threads, LongSupplier nanoTime, InstantSource clock) {
    if (!settings.authenticates()) {
      return new Guard(AccessControl.OPEN, () -> {});
    }
    var remembered = new Remembered(nanoTime);
    var checks = new ArrayList<Runnable>();
    Supplier<UsersFile> users = () -> UsersFile.EMPTY;
    if (settings.usersFile().isPresent()) {
      var file = settings.usersFile().get();
      var read =
          new Watched<>(
              List.of(file),
              contents -> UsersFile.parse(file, contents.get(0)),
              remembered::forget);
      checks.add(read::check);
      users = read;
    }
    var schemes = new LinkedHashMap<String, Scheme>();
    if (settings.user().isPresent() || settings.usersFile().isPresent()) {
      schemes.put("basic", new Passwords(settings.user(), users));
    }
    if (settings.tokens().isPresent()) {
      var tokens = settings.tokens().get();
      var keys = keys(tokens, nanoTime, remembered::forget);
      checks.add(keys::check);
      schemes.put("bearer", new Tokens(tokens, keys, users, clock));
    }
    var control =
        new Authentication(
            schemes,
            settings.realm(),
            settings.openPaths(),
            remembered,
            new Throttle(settings.maxFailures(), settings.failureWindow(), nanoTime),
            threads);
    return new Guard(control, () -> checks.forEach(Runnable::run));
  }

  private static IssuerKeys keys(TokenSettings tokens, LongSupplier nanoTime, Runnable changed) {
    if (tokens.keys().url().isPresent()) {
      return new FetchedKeys(tokens.keys().url().get(), tokens.refresh(), nanoTime, changed);
    }
    var file = tokens.keys().file().orElseThrow();
    return new FileKeys(
        new Watched<>(
            List.of(file),
            contents -> KeySet.parse("security.tokens.keys " + file, contents.get(0)),
            changed));
  }

  private static Executor threads() {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              var thread = new Thread(task, "authentication");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
