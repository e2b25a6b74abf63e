package dev.marathon.health.actor;

import dev.marathon.health.Probe;
import dev.marathon.health.ProbeAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes probes, each over a connection of its own.
 *
 * <p>One thread watches the sockets of all probes, so that thousands of targets that hang cost
 * thousands of sockets but no threads. It also sees when it did not run for a while (the process
 * was stopped, the machine overloaded): whatever was under way then has been judged by a stopped
 * clock, and ends without saying anything about its target. Names are resolved and TLS is computed
 * elsewhere.
 */
final class Prober implements AutoCloseable {

  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  /** Shorter than the shortest timeout of a check. */
  private static final Duration PAUSE = Duration.ofMillis(900);

  private static final int NAME_THREADS = 4;
  private static final int TLS_THREADS = 2;
  private static final int MOST_WAITING = 50_000;

  private final Selector selector;
  private final Consumer<Throwable> failed;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final TreeSet<Exchange> open =
      new TreeSet<>(
          Comparator.comparingLong(Exchange::deadline).thenComparingLong(Exchange::number));
  private final ThreadPoolExecutor names = pool("health-names", NAME_THREADS);
  private final ThreadPoolExecutor tls = pool("health-tls", TLS_THREADS);
  private final Exchange.Scratch scratch = Exchange.Scratch.create();
  private final Thread thread;
  private volatile boolean closed;
  private long numbers;
  private long awake;

  private Prober(Selector selector, Consumer<Throwable> failed) {
    this.selector = selector;
    this.failed = failed;
    this.thread = new Thread(this::run, "health-probes");
    thread.setDaemon(true);
  }

  /**
   * @param failed called at most once, if it cannot go on
   */
  static Prober start(Consumer<Throwable> failed) {
    try {
      var prober = new Prober(Selector.open(), failed);
      prober.thread.start();
      return prober;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            work -> {
              var thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Makes the probe once. May be called on any thread.
   *
   * @param answered called once, on the prober's thread, at the latest when the time is over; not
   *     after {@link #close}
   */
  void probe(Probe probe, Duration timeout, Consumer<ProbeAnswer> answered) {
    long deadline = System.nanoTime() + timeout.toNanos();
    later(() -> begin(probe, deadline, answered));
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  private void later(Runnable action) {
    inbox.add(action);
    selector.wakeup();
  }

  // On its own thread from here on.

  private void run() {
    try {
      awake = System.nanoTime();
      while (!closed) {
        selector.select(waitMillis());
        noticePause();
        handleReady();
        handleInbox();
        noticePause();
        expire();
      }
      end();
    } catch (Exception e) {
      end();
      failed.accept(e);
    }
  }

  private long waitMillis() {
    if (!inbox.isEmpty()) {
      return 1;
    }
    long most = LONGEST_WAIT.toMillis();
    if (open.isEmpty()) {
      return most;
    }
    long left = (open.first().deadline() - System.nanoTime()) / 1_000_000;
    return Math.max(1, Math.min(most, left));
  }

  private void noticePause() {
    long now = System.nanoTime();
    if (now - awake > LONGEST_WAIT.plus(PAUSE).toNanos()) {
      for (var exchange : List.copyOf(open)) {
        finish(exchange, new ProbeAnswer.Interrupted("the prober was paused"));
      }
    }
    awake = now;
  }

  private void handleReady() {
    var ready = selector.selectedKeys();
    for (SelectionKey key : ready) {
      proceed((Exchange) key.attachment());
    }
    ready.clear();
  }

  private void handleInbox() {
    for (var next = inbox.poll(); next != null; next = inbox.poll()) {
      next.run();
    }
  }

  private void expire() {
    long now = System.nanoTime();
    while (!open.isEmpty() && open.first().deadline() <= now) {
      var late = open.first();
      finish(late, late.atDeadline());
    }
  }

  private void begin(Probe probe, long deadline, Consumer<ProbeAnswer> answered) {
    var exchange = new Exchange(++numbers, probe, deadline, answered);
    open.add(exchange);
    var host = probe.endpoint().host();
    if (literal(host)) {
      connect(exchange, host);
      return;
    }
    elsewhere(
        names,
        exchange,
        () -> {
          try {
            var address = InetAddress.getByName(host);
            later(() -> connect(exchange, address));
          } catch (UnknownHostException unknown) {
            later(() -> finish(exchange, new ProbeAnswer.Silence("unknown host " + host)));
          }
        });
  }

  /** Whether it is an address already, so that nobody has to be asked. */
  private static boolean literal(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private void connect(Exchange exchange, String address) {
    try {
      connect(exchange, InetAddress.getByName(address));
    } catch (UnknownHostException invalid) {
      finish(exchange, new ProbeAnswer.Silence("invalid address " + address));
    }
  }

  private void connect(Exchange exchange, InetAddress address) {
    if (exchange.open()) {
      go(exchange, () -> exchange.connect(selector, address));
    }
  }

  private void proceed(Exchange exchange) {
    if (exchange.open()) {
      go(exchange, () -> exchange.proceed(scratch));
    }
  }

  /** A step of an exchange may move its deadline, by which the open ones are sorted. */
  private void go(Exchange exchange, Step step) {
    Optional<ProbeAnswer> answer;
    open.remove(exchange);
    try {
      answer = step.run();
    } catch (IOException | RuntimeException e) {
      answer = Optional.of(exchange.broken(e));
    }
    open.add(exchange);
    answer.ifPresent(known -> finish(exchange, known));
    if (exchange.open()) {
      exchange
          .work()
          .ifPresent(
              work ->
                  elsewhere(
                      tls,
                      exchange,
                      () -> {
                        work.run();
                        later(() -> proceed(exchange));
                      }));
    }
  }

  private interface Step {
    Optional<ProbeAnswer> run() throws IOException;
  }

  private void elsewhere(Executor pool, Exchange exchange, Runnable work) {
    try {
      pool.execute(work);
    } catch (RejectedExecutionException full) {
      finish(exchange, new ProbeAnswer.Interrupted("the prober is overloaded"));
    }
  }

  private void finish(Exchange exchange, ProbeAnswer answer) {
    if (open.remove(exchange)) {
      exchange.close();
      exchange.answer(answer);
    }
  }

  private void end() {
    open.forEach(Exchange::close);
    open.clear();
    names.shutdownNow();
    tls.shutdownNow();
    try {
      selector.close();
    } catch (IOException e) {
      failed.accept(e);
    }
  }
}
