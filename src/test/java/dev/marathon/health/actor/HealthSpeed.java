package dev.marathon.health.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.marathon.base.AppId;
import dev.marathon.config.HealthSettings;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerReply;
import dev.marathon.owner.Ask;
import dev.marathon.spec.HealthCheck;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Probes many targets on the loopback network and tells how late: {@code scripts/bench health}. Not
 * a test. Each target has an address of its own, 127.x.y.z. Those that hang take connections and
 * never say a word.
 */
public final class HealthSpeed {

  private static final int INTERVAL = 10;
  private static final int TIMEOUT = 5;
  private static final Duration SETTLE = Duration.ofSeconds(2 * INTERVAL);

  private HealthSpeed() {}

  /** Arguments: targets, how many of them hang, seconds to measure. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    int hanging = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    try (var targets = new Answering();
        var silent = ServerSocketChannel.open().bind(new InetSocketAddress(0), 4_096)) {
      var thread = new Thread(targets, "targets");
      thread.setDaemon(true);
      thread.start();
      int silentPort = ((InetSocketAddress) silent.getLocalAddress()).getPort();
      var tasks = new ArrayList<Watched>();
      var story = new Given.Story(app(count));
      for (int i = 0; i < count; i++) {
        tasks.add(story.run(i, host(i), List.of(i < hanging ? silentPort : targets.port())));
      }
      var system = ActorSystem.create(node(story, tasks), "bench", ConfigFactory.load());
      Thread.sleep(SETTLE.toMillis());
      targets.begin();
      long before = cpu(thread);
      Thread.sleep(seconds * 1_000L);
      double used = (cpu(thread) - before) / 1e9;
      report(targets.gaps(), targets.answered(), count - hanging, seconds, used);
      system.terminate();
    }
    System.exit(0);
  }

  private static String host(int target) {
    return "127.1." + target / 250 + "." + (1 + target % 250);
  }

  private static dev.marathon.spec.AppDefinition app(int count) {
    return Given.app(
            new HealthCheck(
                HealthCheck.Protocol.HTTP,
                Optional.empty(),
                Optional.of("/health"),
                Optional.of(0),
                Optional.empty(),
                0,
                INTERVAL,
                TIMEOUT,
                0,
                0,
                false,
                Optional.empty()))
        .instances(count)
        .build();
  }

  /** The checks, and one ledger that keeps what they find and says so. */
  private static Behavior<Void> node(Given.Story story, List<Watched> tasks) {
    return Behaviors.setup(
        context -> {
          var health =
              context.spawn(
                  HealthActor.create(
                      new HealthSettings(2_000, 2),
                      new HealthPorts(
                          news -> {},
                          Instant::now,
                          System::nanoTime,
                          () -> ThreadLocalRandom.current().nextDouble())),
                  "health");
          ActorRef<Ask<LedgerCommand, LedgerReply>> ledger =
              context.spawn(
                  Behaviors.receiveMessage(
                      ask -> {
                        story.tell(ask.command());
                        if (ask.command() instanceof LedgerCommand.RecordHealth flip) {
                          int number = (int) flip.id().uuid().getLeastSignificantBits();
                          health.tell(
                              new HealthActor.Seen(List.of(story.watched(number)), List.of()));
                        }
                        return Behaviors.same();
                      }),
                  "ledger");
          health.tell(new HealthActor.Seen(tasks, List.of()));
          health.tell(new HealthActor.Begin(Collections.nCopies(AppId.LEDGERS, ledger)));
          return Behaviors.empty();
        });
  }

  /** CPU of this process without that of the targets, in nanoseconds. */
  private static long cpu(Thread targets) {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return process.getProcessCpuTime()
        - ManagementFactory.getThreadMXBean().getThreadCpuTime(targets.getId());
  }

  private static void report(
      List<Double> gaps, int answered, int asked, int seconds, double cpuSeconds) {
    Collections.sort(gaps);
    long late = gaps.stream().filter(gap -> gap > INTERVAL + 1).count();
    System.out.printf("checks/s=%.1f%n", gaps.size() / (double) seconds);
    System.out.printf("interval p50, s=%.3f%n", gaps.get(gaps.size() / 2));
    System.out.printf("interval p99, s=%.3f%n", gaps.get(gaps.size() * 99 / 100));
    System.out.printf("interval max, s=%.3f%n", gaps.get(gaps.size() - 1));
    System.out.printf("intervals over %d s=%d%n", INTERVAL + 1, late);
    System.out.printf("targets not asked=%d%n", asked - answered);
    System.out.printf("CPU, %% of one core=%.1f%n", cpuSeconds * 100 / seconds);
  }

  /** Answers every request with 200, and notes when each target was asked. */
  private static final class Answering implements Runnable, AutoCloseable {

    private static final byte[] OK =
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(4_096);
    private final Map<String, Long> asked = new HashMap<>();
    private List<Double> gaps = new ArrayList<>();

    Answering() throws IOException {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress(0), 4_096).configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() throws IOException {
      return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    synchronized void begin() {
      gaps = new ArrayList<>();
    }

    synchronized List<Double> gaps() {
      return new ArrayList<>(gaps);
    }

    synchronized int answered() {
      return asked.size();
    }

    private synchronized void asked(String target) {
      long now = System.nanoTime();
      var before = asked.put(target, now);
      if (before != null) {
        gaps.add((now - before) / 1e9);
      }
    }

    @Override
    public void run() {
      try {
        while (selector.isOpen()) {
          selector.select(this::ready);
        }
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }

    private void ready(SelectionKey key) {
      try {
        if (key.isAcceptable()) {
          for (var client = server.accept(); client != null; client = server.accept()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ);
          }
        } else {
          answer((SocketChannel) key.channel());
        }
      } catch (IOException gone) {
        key.cancel();
      }
    }

    private void answer(SocketChannel client) throws IOException {
      try (client) {
        buffer.clear();
        if (client.read(buffer) > 0) {
          asked(((InetSocketAddress) client.getLocalAddress()).getHostString());
          client.write(ByteBuffer.wrap(OK));
        }
      }
    }

    @Override
    public void close() throws IOException {
      selector.close();
      server.close();
    }
  }
}
