package dev.marathon.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates an app from options, as the historical client did. */
@Command(
    name = "start",
    description = "Create and start an app: marathon start -i sleep -C 'sleep 60' -n 3",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

  @Mixin Connection connection;
  @Mixin Change change;

  @Option(
      names = {"-i", "--id"},
      paramLabel = "APP",
      required = true,
      description = "Id of the app.")
  String id;

  @Option(
      names = {"-C", "--command", "--cmd"},
      paramLabel = "COMMAND",
      description = "What a shell runs.")
  String command;

  @Option(
      names = {"-n", "--num-instances"},
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "Instances. Default: ${DEFAULT-VALUE}.")
  int instances;

  @Option(
      names = {"-c", "--cpus"},
      paramLabel = "CPUS",
      defaultValue = "1.0",
      description = "CPUs of each instance. Default: ${DEFAULT-VALUE}.")
  double cpus;

  @Option(
      names = {"-m", "--mem"},
      paramLabel = "MB",
      description = "Memory of each instance. Default: the server's, 128.")
  Double mem;

  @Option(
      names = {"-u", "--uri"},
      paramLabel = "URI",
      arity = "1..*",
      description = "Fetched into the sandbox; archives are unpacked.")
  List<String> uris = List.of();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      arity = "1..*",
      description = "Environment variable.")
  List<String> env = List.of();

  @Option(
      names = "--constraint",
      paramLabel = "FIELD:OP[:VALUE]",
      arity = "1..*",
      description = "Where instances may run, such as hostname:UNIQUE.")
  List<String> constraints = List.of();

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      arity = "1..*",
      description = "Service port; 0 is any.")
  List<Integer> ports = List.of();

  @Option(
      names = "--health-check",
      paramLabel = "PATH|tcp",
      description = "What the first port must answer with 200 to 399; tcp: it takes a connection.")
  String healthCheck;

  @Option(names = "--image", paramLabel = "IMAGE", description = "Docker image.")
  String image;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=VALUE",
      arity = "1..*",
      description = "Label.")
  List<String> labels = List.of();

  @Option(
      names = {"-X", "--executor"},
      paramLabel = "EXECUTOR",
      description = "Path of a Mesos executor.")
  String executor;

  @Option(names = "--dry-run", description = "Only print the definition.")
  boolean dryRun;

  @Override
  public Integer call() {
    var body = body();
    if (dryRun) {
      connection.printer().structure(body);
      return Exit.OK.code();
    }
    return change.make(
        connection.server(),
        "Starting app '" + id + "'",
        to -> to.send("POST", "/v2/apps" + change.query(), body));
  }

  ObjectNode body() {
    var body = JsonNodeFactory.instance.objectNode().put("id", id);
    if (command != null) {
      body.put("cmd", command);
    }
    body.put("instances", instances).put("cpus", cpus);
    if (mem != null) {
      body.put("mem", mem);
    }
    var fetch = body.putArray("fetch");
    urls().forEach(uri -> fetch.addObject().put("uri", uri));
    pairs(body.putObject("env"), env);
    pairs(body.putObject("labels"), labels);
    var rules = body.putArray("constraints");
    for (var constraint : constraints) {
      var rule = rules.addArray();
      List.of(constraint.split(":", 3)).forEach(rule::add);
    }
    if (!ports.isEmpty()) {
      var definitions = body.putArray("portDefinitions");
      ports.forEach(port -> definitions.addObject().put("port", port));
    }
    if (healthCheck != null) {
      body.putArray("healthChecks").add(check());
    }
    if (image != null) {
      body.putObject("container").put("type", "DOCKER").putObject("docker").put("image", image);
    }
    if (executor != null) {
      body.put("executor", executor);
    }
    return body;
  }

  private ObjectNode check() {
    var check = JsonNodeFactory.instance.objectNode().put("portIndex", 0);
    if (healthCheck.equalsIgnoreCase("tcp")) {
      return check.put("protocol", "TCP");
    }
    if (healthCheck.startsWith("/")) {
      return check.put("protocol", "HTTP").put("path", healthCheck);
    }
    throw new CliFailure(
        Exit.USAGE,
        "--health-check takes a path such as /health, or tcp, not '" + healthCheck + "'");
  }

  /** The oldest clients took a list with commas; a comma may be part of an URL, too. */
  private List<String> urls() {
    var all = new ArrayList<String>();
    for (var uri : uris) {
      var parts = List.of(uri.split(","));
      all.addAll(
          parts.stream().allMatch(part -> part.matches("[a-z0-9]+://.+")) ? parts : List.of(uri));
    }
    return all;
  }

  private static void pairs(ObjectNode into, List<String> pairs) {
    for (var pair : pairs) {
      int end = pair.indexOf('=');
      if (end <= 0) {
        throw new CliFailure(Exit.USAGE, "'" + pair + "' is not NAME=VALUE");
      }
      into.put(pair.substring(0, end), pair.substring(end + 1));
    }
  }
}
