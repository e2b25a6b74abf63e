package dev.marathon;

import dev.marathon.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A node that schedules on a Mesos cluster. */
@Command(
    name = "server",
    description = {
      "Runs a node against a Mesos master.",
      "The original's flags and MARATHON_* variables are understood; those without a meaning here warn."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServerCommand implements Callable<Integer> {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "Mesos master: http://host:port (several with commas),",
        "host:port, or zk://host:port,host:port/path."
      })
  String master;

  @Mixin NodeOptions options = new NodeOptions();

  @Override
  public Integer call() throws Exception {
    options.applyLogging();
    var more = new LinkedHashMap<String, Object>();
    master(master).ifPresent(urls -> more.put("mesos.master", urls));
    return Running.untilItEnds(Settings.load(options.file(), options.overrides(more)), options);
  }

  /** One ZooKeeper address may hold commas itself. */
  static Optional<List<String>> master(String text) {
    return Optional.ofNullable(text)
        .map(url -> url.startsWith("zk://") ? List.of(url) : List.of(url.split(",")));
  }
}
