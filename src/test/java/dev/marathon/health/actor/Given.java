package dev.marathon.health.actor;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.InstanceId;
import dev.marathon.base.Version;
import dev.marathon.instance.Condition;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.instance.LedgerRules;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.Placement;
import dev.marathon.instance.TaskStatus;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.HealthCheck;
import dev.marathon.spec.PortDefinition;
import dev.marathon.spec.ReadinessCheck;
import dev.marathon.spec.UnreachableStrategy;
import dev.marathon.spec.VersionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Apps with checks and their tasks, made by a ledger's own rules. */
final class Given {

  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  static final AppId APP = new AppId("/web");

  private static final LedgerRules RULES = new LedgerRules(LedgerSettings.DEFAULT);
  private static final Context CONTEXT =
      new Context(START, Cause.internal("test"), UUID::randomUUID);

  private Given() {}

  /** Every second, no grace, the third failure kills. */
  static HealthCheck http() {
    return check(HealthCheck.Protocol.HTTP, 0, 3);
  }

  static HealthCheck check(HealthCheck.Protocol protocol, int grace, int failures) {
    return new HealthCheck(
        protocol,
        Optional.empty(),
        Optional.of("/health"),
        Optional.of(0),
        Optional.empty(),
        grace,
        1,
        1,
        failures,
        0,
        false,
        Optional.empty());
  }

  static AppBuilder app(HealthCheck... checks) {
    var version = new Version(START);
    return AppBuilder.of(APP)
        .cmd("serve")
        .version(version)
        .versionInfo(new VersionInfo(version, version))
        .instances(100)
        .unreachableStrategy(new UnreachableStrategy.Disabled())
        .portDefinitions(List.of(new PortDefinition(0, "tcp", Optional.of("http"), Map.of())))
        .healthChecks(List.of(checks));
  }

  static AppDefinition withReadiness() {
    return app()
        .readinessChecks(
            List.of(new ReadinessCheck("up", "HTTP", "/ready", "http", 1, 1, List.of(200), true)))
        .build();
  }

  /** The n-th instance of the app; it runs and listens on this port of the loopback interface. */
  static Watched running(int number, int port, HealthCheck... checks) {
    return new Story(app(checks).build()).run(number, List.of(port));
  }

  static Watched withoutPorts() {
    return new Story(app(http()).build()).run(1, List.of());
  }

  /** What the app's ledger stores, by its own rules. */
  static final class Story {
    private final AppDefinition app;
    private LedgerState state = RULES.empty();

    Story(AppDefinition app) {
      this.app = app;
      tell(new LedgerCommand.SetTarget(app, 1, List.of()));
    }

    Watched run(int number, List<Integer> ports) {
      return run(number, "127.0.0.1", ports);
    }

    Watched run(int number, String host, List<Integer> ports) {
      var place = new Placement("agent", host, ports, Optional.empty(), Optional.empty(), Map.of());
      tell(
          new LedgerCommand.Provision(
              List.of(new LedgerCommand.Proposal(id(number), APP, 1, new Version(START), place))));
      return status(number, Condition.RUNNING);
    }

    Watched status(int number, Condition condition) {
      var task = id(number).task(1).toString();
      tell(
          new LedgerCommand.RecordStatus(
              new TaskStatus(
                  task,
                  condition,
                  condition.taskState(),
                  Optional.empty(),
                  Optional.of("agent"),
                  "",
                  "",
                  START,
                  Optional.empty(),
                  Optional.empty(),
                  List.of(),
                  Optional.empty())));
      return watched(number);
    }

    void tell(LedgerCommand command) {
      for (var event : RULES.decide(state, command, CONTEXT).events()) {
        state = RULES.apply(state, event);
      }
    }

    Watched watched(int number) {
      return new Watched(state.instance(id(number)).orElseThrow(), app, true);
    }
  }

  static InstanceId id(int number) {
    return new InstanceId(APP.safe(), new UUID(0, number));
  }
}
