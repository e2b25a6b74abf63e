package dev.marathon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The server itself: its queue, events, leader, state. */
@Command(name = "system", description = "Commands about the server.")
final class ServerCommands {

  @Command(name = "queue", description = "Instances that wait, and for how long already.")
  static int queue(@Mixin Connection connection) {
    var server = connection.server();
    server
        .printer()
        .answer(
            server.get("/v2/queue"),
            answer -> {
              var table = new Table("APP", "WAITING", "DELAY", "SINCE", "OFFERS LOOKED AT");
              for (var one : answer.path("queue")) {
                table.row(
                    one.path("app").path("id").asText(),
                    one.path("count").asInt(),
                    one.path("delay").path("timeLeftSeconds").asInt() + "s",
                    one.path("since").asText("-"),
                    one.path("processedOffersSummary").path("processedOffersCount").asInt());
              }
              return table;
            });
    return Exit.OK.code();
  }

  @Command(name = "why", description = "Why an app's instances wait: reasons by number of offers.")
  static int why(@Mixin Connection connection, @Mixin AppId app) {
    var server = connection.server();
    var printer = server.printer();
    var waiting =
        Apps.queue(server.get("/v2/queue"))
            .get(app.id().startsWith("/") ? app.id() : "/" + app.id());
    if (waiting == null) {
      server.get(Server.path("/v2/apps", app.id()));
      printer.note("Nothing of app '" + app.id() + "' waits for offers.");
      return Exit.OK.code();
    }
    if (printer.structured()) {
      printer.structure(waiting);
      return Exit.OK.code();
    }
    Apps.reasons(waiting).forEach(printer::line);
    return Exit.OK.code();
  }

  @Command(name = "audit", description = "Who changed what, newest first.")
  static int audit(
      @Mixin Connection connection,
      @Option(names = "--app", paramLabel = "APP", description = "Only changes of this app.")
          String app,
      @Option(names = "--user", paramLabel = "NAME", description = "Only changes by this user.")
          String user,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "At most so many; the newest. Default: 100.")
          int limit) {
    var server = connection.server();
    var query = new StringBuilder("/v2/audit?limit=" + limit);
    if (app != null) {
      query.append("&app=").append(Server.encoded(app));
    }
    if (user != null) {
      query.append("&user=").append(Server.encoded(user));
    }
    server
        .printer()
        .answer(
            server.get(query.toString()),
            answer -> {
              var table = new Table("TIME", "USER", "FROM", "ACTION", "APPS", "REASON");
              for (var one : answer.path("entries")) {
                var apps = new ArrayList<String>();
                one.path("apps").forEach(changed -> apps.add(changed.path("id").asText()));
                table.row(
                    one.path("timestamp").asText(),
                    one.path("user").asText(),
                    one.path("clientIp").asText("-"),
                    one.path("action").asText(),
                    apps.isEmpty() ? "-" : String.join(" ", apps),
                    one.path("reason").asText("-"));
              }
              return table;
            });
    return Exit.OK.code();
  }

  @Command(name = "reset-delay", description = "Try a failing app's next instance at once.")
  static int resetDelay(@Mixin Connection connection, @Mixin AppId app) {
    connection.server().send("DELETE", Server.path("/v2/queue", app.id()) + "/delay");
    return Exit.OK.code();
  }

  @Command(name = "events", description = "The event stream, one line each, until Ctrl-C.")
  static int events(
      @Mixin Connection connection,
      @Option(
              names = {"-t", "--type"},
              paramLabel = "TYPE",
              split = ",",
              description = "Only events of these types.")
          List<String> types,
      @Option(
              names = "--app",
              paramLabel = "APP",
              split = ",",
              description = "Only events about these apps, or apps of these groups.")
          List<String> apps,
      @Option(
              names = "--since",
              paramLabel = "NUMBER|TIME",
              description = "Begin after the event of this number, or with this time (ISO 8601).")
          String since,
      @Option(
              names = {"-f", "--follow"},
              description = "The default; here for habit.")
          boolean follow,
      @Option(names = "--limit", paramLabel = "N", description = "End after that many events.")
          Long limit)
      throws InterruptedException {
    var server = connection.server();
    var query = new ArrayList<>(List.of("plan-format=light"));
    if (types != null) {
      types.forEach(type -> query.add("event_type=" + Server.encoded(type)));
    }
    if (apps != null) {
      apps.forEach(app -> query.add("app=" + Server.encoded(app)));
    }
    var path = "/v2/events?" + String.join("&", query);
    new EventFollower(server, path, Optional.ofNullable(since), EventFollower.PAUSE)
        .read(limit == null ? Long.MAX_VALUE : limit, event -> show(server.printer(), event));
    return Exit.OK.code();
  }

  private static void show(Printer printer, String data) {
    if (printer.structured()) {
      printer.line(Plain.line(data));
      return;
    }
    JsonNode event;
    try {
      event = Printer.JSON.readTree(data);
    } catch (com.fasterxml.jackson.core.JsonProcessingException unreadable) {
      printer.note("unreadable: " + Plain.line(data));
      return;
    }
    var line = new StringBuilder();
    line.append(event.path("timestamp").asText()).append("  ");
    line.append(printer.styled(Style.BOLD, event.path("eventType").asText()));
    for (var field : List.of("appId", "taskId", "taskStatus", "host", "id", "message")) {
      var value = event.path(field);
      if (value.isTextual() && !value.asText().isEmpty()) {
        line.append("  ").append(Plain.line(value.asText()));
      }
    }
    printer.line(line.toString());
  }

  @Command(name = "info", description = "Version, framework, leader and settings of the server.")
  static int info(@Mixin Connection connection) {
    var server = connection.server();
    server
        .printer()
        .answer(
            server.get("/v2/info"),
            info ->
                new Table("WHAT", "VALUE")
                    .row("server", server.url())
                    .row("version", info.path("version").asText())
                    .row("framework", info.path("frameworkId").asText("-"))
                    .row("leader", info.path("leader").asText("-"))
                    .row("mesos", info.path("marathon_config").path("master").asText("-")));
    return Exit.OK.code();
  }

  @Command(name = "agents", description = "Mesos agents: resources, attributes, our instances.")
  static int agents(@Mixin Connection connection) {
    var server = connection.server();
    server
        .printer()
        .answer(
            server.get("/v2/agents"),
            answer -> {
              var table =
                  new Table("ID", "HOST", "STATE", "CPUS", "MEM", "DISK", "OURS", "ATTRIBUTES");
              for (var agent : answer.path("agents")) {
                var resources = agent.path("resources");
                var attributes = new ArrayList<String>();
                for (var place : List.of("region", "zone")) {
                  if (agent.has(place)) {
                    attributes.add("@" + place + ":" + agent.path(place).asText());
                  }
                }
                agent
                    .path("attributes")
                    .properties()
                    .forEach(one -> attributes.add(one.getKey() + ":" + one.getValue().asText()));
                table.row(
                    agent.path("id").asText(),
                    agent.path("hostname").asText(),
                    agent.path("state").asText(),
                    used(resources, "cpus"),
                    used(resources, "mem"),
                    used(resources, "disk"),
                    agent.path("instances").size(),
                    attributes.isEmpty() ? "-" : String.join(" ", attributes));
              }
              return table;
            });
    return Exit.OK.code();
  }

  /** Such as {@code 1.5/4}. */
  private static String used(JsonNode resources, String name) {
    return resources.has("total")
        ? Apps.number(resources.path("used").path(name))
            + "/"
            + Apps.number(resources.path("total").path(name))
        : "-";
  }

  @Command(name = "cluster", description = "Nodes of Marathon, journal, event log, Mesos.")
  static int cluster(@Mixin Connection connection) {
    var server = connection.server();
    var answer = server.get("/v2/cluster");
    server
        .printer()
        .answer(
            answer,
            cluster -> {
              var table = new Table("NODE", "ROLE", "STATE", "VERSION");
              for (var node : cluster.path("nodes")) {
                table.row(
                    node.path("url").asText(node.path("address").asText("-")),
                    node.path("role").asText(),
                    node.path("reachable").asBoolean()
                        ? node.path("state").asText()
                        : Table.Cell.of("unreachable", Style.RED),
                    node.path("version").asText("-"));
              }
              return table;
            });
    if (!server.printer().structured()) {
      var journal = answer.path("journal");
      var events = answer.path("events");
      var mesos = answer.path("mesos");
      var printer = server.printer();
      printer.line("");
      printer.line(
          "journal  %s, %s, %d writes, %d failures"
              .formatted(
                  Plain.line(journal.path("kind").asText()),
                  Plain.line(journal.path("state").asText()),
                  journal.path("writes").asLong(),
                  journal.path("failures").asLong()));
      printer.line(
          "events   %d to %d, lag %d, %d streams"
              .formatted(
                  events.path("first").asLong(),
                  events.path("last").asLong(),
                  events.path("lag").asLong(),
                  events.path("streams").asLong()));
      printer.line(
          "mesos    %s, %s, framework %s"
              .formatted(
                  mesos.path("connected").asBoolean() ? "connected" : "not connected",
                  Plain.line(mesos.path("master").asText("no master")),
                  Plain.line(mesos.path("frameworkId").asText("-"))));
    }
    return Exit.OK.code();
  }

  @Command(name = "leader", description = "Which node leads; --abdicate makes it step down.")
  static int leader(
      @Mixin Connection connection,
      @Option(names = "--abdicate", description = "Let another node lead.") boolean abdicate) {
    var server = connection.server();
    server
        .printer()
        .answer(
            abdicate ? server.send("DELETE", "/v2/leader") : server.get("/v2/leader"),
            answer ->
                new Table("LEADER").row(answer.path(abdicate ? "message" : "leader").asText()));
    return Exit.OK.code();
  }

  @Command(name = "ping", description = "Whether the server answers.")
  static int ping(@Mixin Connection connection) {
    var server = connection.server();
    server.printer().line(server.text("/ping"));
    return Exit.OK.code();
  }

  @Command(name = "api", description = "Any request: marathon api GET /v2/info")
  static int api(
      @Mixin Connection connection,
      @Parameters(index = "0", paramLabel = "METHOD", description = "GET, PUT, ...") String method,
      @Parameters(index = "1", paramLabel = "PATH", description = "With its query.") String path,
      @Option(
              names = {"-d", "--data"},
              paramLabel = "TEXT",
              description = "Body; '-' is standard input.")
          String data)
      throws java.io.IOException {
    var body =
        "-".equals(data) ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : data;
    var server = connection.server();
    var response =
        server.raw(method.toUpperCase(java.util.Locale.ROOT), path, Optional.ofNullable(body));
    server.printer().line(response.body());
    return (response.status() < 400 ? Exit.OK : Exit.FAILED).code();
  }
}
