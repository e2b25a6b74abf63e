package dev.marathon;

import com.typesafe.config.ConfigFactory;
import dev.marathon.cluster.ExitCode;
import dev.marathon.cluster.Node;
import dev.marathon.cluster.StartFailure;
import dev.marathon.config.Settings;
import dev.marathon.local.FaultLines;
import dev.marathon.local.LocalCluster;
import dev.marathon.local.LocalClusterConfig;
import dev.marathon.local.Simulation;
import dev.marathon.store.SqliteStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A node with a cluster of its own. */
@Command(
    name = "local",
    description = {
      "Runs Marathon with a small Mesos-compatible cluster in the same process.",
      "Commands really run, as processes of this machine.",
      "",
      "Ctrl-C ends the tasks; the next start brings them back. SIGTERM and kill -9 leave them",
      "running; the next start adopts them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LocalCommand implements Callable<Integer> {

  @Mixin NodeOptions options = new NodeOptions();

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1",
      description = "Agents. Default: 1.")
  int agents;

  @Option(
      names = "--resources",
      paramLabel = "TEXT",
      defaultValue = "",
      description = {
        "Resources of each agent, such as 'cpus:4;mem:4096;disk:10000;ports:[31000-31999]'.",
        "Default: what the machine has, shared out."
      })
  String resources;

  @Option(
      names = "--attributes",
      paramLabel = "TEXT",
      defaultValue = "",
      description = {
        "Attributes of each agent, such as 'zone:{a,b,c};rack:{1..20}';",
        "braces are dealt out round-robin."
      })
  String attributes;

  @Option(names = "--keep-tasks", description = "Leave the tasks running on Ctrl-C too.")
  boolean keepTasks;

  @Option(
      names = "--cluster-only",
      description = "Only the cluster, for a 'marathon server' or another framework.")
  boolean clusterOnly;

  @Option(
      names = "--master-port",
      paramLabel = "PORT",
      description = "Port of the Mesos API. Default: 5050 with --cluster-only, else a free one.")
  Integer masterPort;

  @Option(names = "--simulate", description = "Agents accept any task and only pretend to run it.")
  boolean simulate;

  @Option(
      names = "--start-delay",
      paramLabel = "TIME",
      defaultValue = "200ms",
      converter = DurationConverter.class,
      description = "Simulated time from launch to RUNNING. Default: 200ms.")
  Duration startDelay;

  @Option(
      names = "--kill-delay",
      paramLabel = "TIME",
      defaultValue = "200ms",
      converter = DurationConverter.class,
      description = "Simulated time from kill to KILLED. Default: 200ms.")
  Duration killDelay;

  @Option(
      names = "--fail-rate",
      paramLabel = "0..1",
      defaultValue = "0",
      description = "Share of simulated launches that fail.")
  double failRate;

  @Option(
      names = "--lose-rate",
      paramLabel = "0..1",
      defaultValue = "0",
      description = "Share of simulated launches that are never heard of again.")
  double loseRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the simulated failures.")
  long seed;

  @Option(
      names = "--report-health",
      description = "Simulated tasks with a health check report themselves healthy.")
  boolean reportHealth;

  @Option(
      names = "--agent-timeout",
      paramLabel = "TIME",
      defaultValue = "75s",
      converter = DurationConverter.class,
      description = "Silence after which an agent counts as unreachable. Default: 75s, as Mesos.")
  Duration agentTimeout;

  @Option(
      names = "--faults",
      description = {
        "With --cluster-only: read faults from standard input, a line each:",
        "lose, freeze or back with agents as 3 or 0-19; restart-master."
      })
  boolean faults;

  @Option(names = "--infinite", description = "Simulated tasks use no resources up.")
  boolean infinite;

  @Override
  public Integer call() throws Exception {
    options.applyLogging();
    var settings = load(new LinkedHashMap<>());
    if (clusterOnly) {
      return cluster(settings);
    }
    if (settings.store().shared()) {
      throw new StartFailure(
          ExitCode.USAGE,
          "'local' keeps its journal in --data; for store.url run 'marathon server' with the"
              + " cluster of 'marathon local --cluster-only'");
    }
    return everything(settings);
  }

  /** A trial on one's own machine stays there, with credentials too. */
  private Settings load(Map<String, Object> more) {
    return Settings.load(
        options.file(),
        options.overrides(more),
        ConfigFactory.parseMap(Map.of("marathon.http.address", "127.0.0.1"), "local"));
  }

  private int cluster(Settings settings) throws Exception {
    var cluster = start(settings, masterPort == null ? 5_050 : masterPort);
    System.out.println("Mesos API on " + cluster.master());
    System.out.println("  data    " + settings.store().dataDirectory().resolve("cluster"));
    System.out.println("  next    scripts/marathon server --master " + cluster.master());
    endOnInterrupt(cluster);
    Running.closeOnShutdown(cluster);
    if (faults) {
      new FaultLines(cluster.faults(), agents)
          .obey(
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
              System.out::println);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private int everything(Settings settings) throws Exception {
    var data = Running.data(settings);
    LocalCluster cluster;
    try {
      cluster = start(settings, masterPort == null ? 0 : masterPort);
    } catch (StartFailure failure) {
      data.close();
      throw failure;
    }
    var master = new LinkedHashMap<String, Object>();
    master.put("mesos.master", List.of(cluster.master().toString()));
    Node node;
    try {
      node = Node.start(load(master), new SqliteStore(data), options.newFrameworkId);
    } catch (StartFailure failure) {
      cluster.close();
      data.close();
      throw failure;
    }
    greet(settings, cluster, node);
    var ended = new CountDownLatch(1);
    endOnInterrupt(cluster, node);
    Running.closeOnShutdown(node, cluster);
    var code = new java.util.concurrent.atomic.AtomicInteger();
    node.ending()
        .whenComplete(
            (ending, failure) -> {
              code.set(Running.end(ending));
              ended.countDown();
            });
    ended.await();
    return code.get();
  }

  private void greet(Settings settings, LocalCluster cluster, Node node) {
    settings.warnings().forEach(warning -> System.err.println("marathon: warning: " + warning));
    System.out.println("Marathon listens on " + node.url());
    System.out.println("  data    " + settings.store().dataDirectory());
    System.out.println(
        "  cluster "
            + agents
            + (agents == 1 ? " agent" : " agents")
            + (simulate ? " (simulated)" : "")
            + ", Mesos API on "
            + cluster.master());
    System.out.println(
        "  next    curl -H 'Content-Type: application/json' -d @examples/sleep.json "
            + node.url()
            + "/v2/apps");
    System.out.println(
        keepTasks
            ? "  stop    Ctrl-C leaves the tasks running"
            : "  stop    Ctrl-C ends the tasks; the next start brings them back");
  }

  /** First Ctrl-C: end the tasks, say how many, end. Second: end at once. */
  private void endOnInterrupt(LocalCluster cluster, AutoCloseable... before) {
    Interrupt.onSignal(
        count -> {
          if (count > 1) {
            Runtime.getRuntime().halt(130);
          }
          System.out.println(keepTasks ? "ending" : "ending the tasks; Ctrl-C again ends at once");
          new Thread(
                  () -> {
                    close(before);
                    if (!keepTasks) {
                      int ended = cluster.endTasks();
                      System.out.println(ended + (ended == 1 ? " task" : " tasks") + " ended");
                    }
                    System.exit(0);
                  },
                  "interrupt")
              .start();
        });
  }

  private static void close(AutoCloseable... closeables) {
    for (var closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception alreadyEnding) {
        System.err.println("marathon: " + alreadyEnding);
      }
    }
  }

  private LocalCluster start(Settings settings, int port) throws StartFailure {
    try {
      var config =
          LocalClusterConfig.at(settings.store().dataDirectory().resolve("cluster"))
              .withAddress("127.0.0.1", port)
              .withAgents(agents, resources, attributes)
              .withAgentTimeout(agentTimeout);
      return LocalCluster.start(
          simulate
              ? config.withSimulation(
                  new Simulation(
                      startDelay, killDelay, failRate, loseRate, seed, reportHealth, infinite))
              : config);
    } catch (IllegalArgumentException wrong) {
      throw new StartFailure(ExitCode.USAGE, wrong.getMessage());
    } catch (UncheckedIOException unusable) {
      throw unusable.getCause() instanceof BindException taken
          ? new StartFailure(
              ExitCode.CANNOT_BIND, taken.getMessage() + "; choose another by --master-port")
          : new StartFailure(ExitCode.USAGE, unusable.getCause().getMessage());
    }
  }

  /** Reads {@code 200ms}, {@code 5s}, {@code 2m}. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      var value = text.strip().toLowerCase(Locale.ROOT);
      return value.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
          : Duration.parse("PT" + value);
    }
  }
}
