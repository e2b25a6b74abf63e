package dev.marathon;

import com.typesafe.config.ConfigFactory;
import dev.marathon.config.Effective;
import dev.marathon.config.OriginalFlags;
import dev.marathon.config.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a node with these options would run with. */
@Command(
    name = "config",
    description = {
      "Prints the settings that 'server' with the same options, variables and file would have,",
      "each with where it comes from. Secrets are masked."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ConfigCommand implements Callable<Integer> {

  /**
   * Says that an argument, here without its dashes, was a variable; see {@link Main#understood}.
   */
  static final String FROM_ENVIRONMENT = "--from-environment";

  @Option(names = "--master", paramLabel = "URL", description = "Mesos master.")
  String master;

  @Option(names = "--changed", description = "Only what differs in origin from the defaults.")
  boolean changed;

  @Option(names = FROM_ENVIRONMENT, hidden = true)
  List<String> fromEnvironment = new ArrayList<>();

  @Mixin NodeOptions options = new NodeOptions();

  @Override
  public Integer call() {
    var more = new LinkedHashMap<String, Object>();
    ServerCommand.master(master).ifPresent(urls -> more.put("mesos.master", urls));
    var settings = Settings.load(options.file(), options.overrides(more), ConfigFactory.empty());
    var variables = variables();
    for (var setting : Effective.of(settings.raw())) {
      if (!changed || !setting.isDefault()) {
        var origin = variables.contains(setting.key()) ? "environment" : setting.origin();
        System.out.println(setting.key() + " = " + setting.value() + "  # " + origin);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** Keys that variables set. */
  private Set<String> variables() {
    var translated =
        OriginalFlags.translate(fromEnvironment.stream().map(flag -> "--" + flag).toList());
    var keys = new HashSet<>(translated.settings().keySet());
    var server = new ServerCommand();
    var ours = translated.rest().stream().map(Main::dashes).toArray(String[]::new);
    new CommandLine(server).parseArgs(ours);
    server
        .options
        .overrides(java.util.Map.of())
        .entrySet()
        .forEach(entry -> keys.add(entry.getKey().substring("marathon.".length())));
    if (server.master != null) {
      keys.add("mesos.master");
    }
    return keys;
  }
}
