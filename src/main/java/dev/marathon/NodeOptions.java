package dev.marathon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that every node takes; each one that is given overrides the configuration file. */
final class NodeOptions {

  @Option(names = "--conf", paramLabel = "FILE", description = "Configuration file (HOCON).")
  Path conf;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of everything the node keeps; created if missing.")
  Path data;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "Journal that several nodes share: postgresql://host:port/database.",
        "Default: an SQLite file in --data, for one node."
      })
  String store;

  @Option(
      names = "--seed-nodes",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Other nodes, with commas; needed only if the store does not show them.")
  String[] seedNodes;

  @Option(
      names = "--cluster-address",
      paramLabel = "HOST",
      description = "Name under which other nodes reach this one. Default: the HTTP address.")
  String clusterAddress;

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "Port under which other nodes reach this one. Default: 25520.")
  Integer clusterPort;

  @Option(
      names = "--standby",
      paramLabel = "MODE",
      description = "While another node leads: redirect or proxy. Default: redirect.")
  String standby;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Port of the HTTP API; 0 picks a free one. Default: 8080.")
  Integer httpPort;

  @Option(
      names = "--http-address",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: 127.0.0.1.")
  String httpAddress;

  @Option(
      names = {"--log-level", "--logging-level"},
      paramLabel = "LEVEL",
      description = "trace, debug, info, warn or error. Default: ${DEFAULT-VALUE}.",
      defaultValue = "info")
  LogLevel logLevel;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "text, or json with one object per line. Default: ${DEFAULT-VALUE}.",
      defaultValue = "text")
  LogFormat logFormat;

  @Option(
      names = "--framework-name",
      paramLabel = "NAME",
      description = "Name under which Mesos shows this Marathon. Default: marathon.")
  String frameworkName;

  @Option(
      names = "--mesos-role",
      paramLabel = "ROLE",
      description = "Default role of services. Default: *.")
  String role;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "Name by which Mesos and other nodes know this one.")
  String hostname;

  @Option(
      names = "--new-framework-id",
      description = {
        "Start as a new framework after Mesos removed the old one.",
        "All tasks known so far count as lost. Once."
      })
  boolean newFrameworkId;

  @Option(
      names = {"--enable-features", "--deprecated-features"},
      paramLabel = "NAMES",
      split = ",",
      description = "Optional parts to switch on: gpu_resources, text_plain_tasks.")
  String[] features;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other setting of reference.conf, without its 'marathon.'.")
  Map<String, String> settings = new LinkedHashMap<>();

  /** Names of the levels as logback knows them. */
  enum LogLevel {
    all,
    trace,
    debug,
    info,
    warn,
    error,
    off
  }

  /** Names of the appenders of logback.xml. */
  enum LogFormat {
    text,
    json
  }

  Optional<Path> file() {
    return Optional.ofNullable(conf);
  }

  /** What was given, as configuration. */
  Config overrides(Map<String, Object> more) {
    var values = new LinkedHashMap<String, Object>(settings);
    values.putAll(more);
    put(values, "http.port", httpPort);
    put(values, "http.address", httpAddress);
    put(values, "store.data-dir", data == null ? null : data.toString());
    put(values, "store.url", store);
    put(values, "cluster.seed-nodes", seedNodes == null ? null : List.of(seedNodes));
    put(values, "cluster.address", clusterAddress);
    put(values, "cluster.port", clusterPort);
    put(values, "cluster.standby", standby);
    put(values, "mesos.framework-name", frameworkName);
    put(values, "mesos.role", role);
    put(values, "mesos.hostname", hostname);
    put(values, "scheduling.features", features == null ? null : List.of(features));
    var prefixed = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> prefixed.put("marathon." + key, value));
    return ConfigFactory.parseMap(prefixed, "command line");
  }

  /** Before the first logger is made. */
  void applyLogging() {
    System.setProperty("MARATHON_LOG_FORMAT", logFormat.name());
    System.setProperty("MARATHON_LOG_LEVEL", logLevel.name());
  }

  private static void put(Map<String, Object> values, String key, Object value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
