package dev.marathon;

import dev.marathon.cluster.Ending;
import dev.marathon.cluster.ExitCode;
import dev.marathon.cluster.Node;
import dev.marathon.cluster.StartFailure;
import dev.marathon.config.Settings;
import dev.marathon.config.StoreAddress;
import dev.marathon.mesos.client.MasterSource;
import dev.marathon.store.CassandraStore;
import dev.marathon.store.DataDirectory;
import dev.marathon.store.PostgresStore;
import dev.marathon.store.SqliteStore;
import dev.marathon.store.Store;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A node from its start to the end of its process. */
final class Running {

  private Running() {}

  /** Opens the data directory, with its failure in one line. */
  static DataDirectory data(Settings settings) throws StartFailure {
    try {
      return DataDirectory.open(settings.store().dataDirectory());
    } catch (IOException unusable) {
      throw new StartFailure(ExitCode.USAGE, unusable.getMessage());
    }
  }

  /** Opens what the settings say the journal is in. */
  static Store store(Settings settings) throws StartFailure {
    var store = settings.store();
    if (store.address() instanceof StoreAddress.Postgresql postgresql) {
      return new PostgresStore(store, postgresql);
    }
    if (store.address() instanceof StoreAddress.Cassandra cassandra) {
      return new CassandraStore(store, cassandra);
    }
    return new SqliteStore(data(settings));
  }

  /** Runs a server node; returns the exit code when it ends by itself. */
  static int untilItEnds(Settings settings, NodeOptions options) throws Exception {
    if (settings.mesos().master().isEmpty()) {
      throw new StartFailure(
          ExitCode.USAGE,
          "no Mesos master: give --master http://host:port, or run 'marathon local'");
    }
    mustBeMasters(settings);
    var store = store(settings);
    var node = Node.start(settings, store, options.newFrameworkId);
    settings.warnings().forEach(warning -> System.err.println("marathon: warning: " + warning));
    System.out.println("Marathon listens on " + node.url());
    System.out.println("  store   " + store);
    System.out.println("  master  " + String.join(", ", settings.mesos().master()));
    closeOnShutdown(node);
    return end(node.ending().toCompletableFuture().get());
  }

  private static void mustBeMasters(Settings settings) throws StartFailure {
    try {
      MasterSource.parse(String.join(",", settings.mesos().master()), false);
    } catch (IllegalArgumentException wrong) {
      throw new StartFailure(ExitCode.USAGE, "mesos.master: " + wrong.getMessage());
    }
  }

  /** SIGTERM closes the node; its tasks go on. */
  static void closeOnShutdown(AutoCloseable... closeables) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  for (var closeable : closeables) {
                    try {
                      closeable.close();
                    } catch (Exception alreadyEnding) {
                      System.err.println("marathon: " + alreadyEnding);
                    }
                  }
                },
                "shutdown"));
  }

  /**
   * Says why the node ends and makes sure that it does. Who has lost the leadership ends at once: a
   * farewell could only disturb those who lead now.
   */
  static int end(Ending ending) {
    System.err.println("marathon: " + ending.message());
    int code = ending.exitCode().code();
    if (ending.exitCode() == ExitCode.LEADERSHIP_LOST) {
      Runtime.getRuntime().halt(code);
    }
    var halt =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(15);
              } catch (InterruptedException early) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(code);
            },
            "halt");
    halt.setDaemon(true);
    halt.start();
    return code;
  }
}
