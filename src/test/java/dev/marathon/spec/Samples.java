package dev.marathon.spec;

import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions that together use every field and every kind. */
public final class Samples {

  private Samples() {}

  public static List<AppDefinition> all() {
    return List.of(small(), full(), resident(), external(), hostPorts());
  }

  public static AppDefinition small() {
    return AppBuilder.of("/small").cmd("sleep 60").build();
  }

  public static AppDefinition hostPorts() {
    return AppBuilder.of("/prod/ports")
        .args(List.of("serve", "--fast"))
        .portDefinitions(
            List.of(
                new PortDefinition(0, "tcp", Optional.of("web"), Map.of()),
                new PortDefinition(9000, "udp,tcp", Optional.empty(), Map.of("VIP", "a"))))
        .requirePorts(true)
        .check(
            new Check(
                Optional.of(
                    new Check.Http(Optional.of(0), Optional.empty(), Optional.of("/c"), "HTTP")),
                Optional.empty(),
                Optional.empty(),
                60,
                20,
                15))
        .readinessChecks(
            List.of(
                new ReadinessCheck("ready", "HTTP", "/r", "web", 30, 10, List.of(200, 204), true)))
        .healthChecks(
            List.of(
                new HealthCheck(
                    HealthCheck.Protocol.HTTP,
                    Optional.empty(),
                    Optional.of("/h"),
                    Optional.of(1),
                    Optional.empty(),
                    300,
                    60,
                    20,
                    3,
                    15,
                    true,
                    Optional.of("IPv4"))))
        .version(Version.parse("2024-01-02T03:04:05.678Z"))
        .versionInfo(
            new VersionInfo(
                Version.parse("2024-01-02T03:04:05.678Z"),
                Version.parse("2024-01-01T00:00:00.000Z")))
        .build();
  }

  public static AppDefinition full() {
    var env = new LinkedHashMap<String, EnvValue>();
    env.put("PLAIN", new EnvValue.Text("text"));
    env.put("PW", new EnvValue.SecretRef("pw"));
    return AppBuilder.of("/prod/full")
        .cmd("run it")
        .user("nobody")
        .env(env)
        .instances(3)
        .cpus(0.5)
        .mem(64)
        .disk(10)
        .gpus(1)
        .executor("/bin/exec")
        .executorResources(new ExecutorResources(0.1, 32, 10))
        .constraints(
            List.of(
                new Constraint("hostname", Constraint.Operator.UNIQUE, Optional.empty()),
                new Constraint("rack", Constraint.Operator.LIKE, Optional.of("r[0-9]+"))))
        .acceptedResourceRoles(List.of("*", "prod"))
        .role("prod")
        .fetch(List.of(new Artifact("http://h/a.tgz", true, false, true, Optional.of("a"))))
        .container(container())
        .networks(List.of(new Network(Network.Mode.BRIDGE, Optional.empty(), Map.of())))
        .withoutPortDefinitions()
        .healthChecks(
            List.of(
                new HealthCheck(
                    HealthCheck.Protocol.COMMAND,
                    Optional.of("true"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    2,
                    3,
                    4,
                    5,
                    false,
                    Optional.of("IPv4"))))
        .check(
            new Check(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Check.Exec(Optional.empty(), List.of("a", "b"))),
                60,
                20,
                15))
        .taskKillGracePeriodSeconds(5)
        .upgradeStrategy(new UpgradeStrategy(0.5, 0.25))
        .killSelection(KillSelection.OLDEST_FIRST)
        .unreachableStrategy(new UnreachableStrategy.After(60, 120))
        .dependencies(List.of(new PathId("/prod/db")))
        .labels(Map.of("owner", "ops"))
        .secrets(Map.of("pw", new SecretSource("/path")))
        .tty(true)
        .resourceLimits(
            new ResourceLimits(Optional.of(Double.POSITIVE_INFINITY), Optional.of(99.0)))
        .build();
  }

  private static Container container() {
    return new Container(
        Container.Type.MESOS,
        Optional.of(new Container.Docker("img:1", true, false, List.of(), Optional.of("pw"))),
        List.of(
            new Volume.Host("/etc/a", "/var/a", Volume.Mode.RO),
            new Volume.Secret("/run/pw", "pw")),
        Optional.of(
            List.of(
                new PortMapping(
                    80,
                    Optional.of(0),
                    0,
                    "tcp",
                    Optional.of("http"),
                    Map.of("VIP_0", "/web:80"),
                    List.of()),
                new PortMapping(
                    443, Optional.of(8443), 10443, "udp", Optional.empty(), Map.of(), List.of()))),
        Optional.of(
            new Container.LinuxInfo(
                Optional.of(new Container.Seccomp(Optional.of("strict"), false)),
                Optional.of(new Container.IpcInfo("PRIVATE", Optional.of(16))))));
  }

  public static AppDefinition resident() {
    return AppBuilder.of("/data/db")
        .cmd("serve")
        .role("data")
        .container(
            mesos(
                new Volume.Persistent(
                    "data",
                    Volume.Mode.RW,
                    new Volume.PersistentDisk(
                        Optional.of("mount"),
                        100,
                        Optional.of(200L),
                        Optional.of("fast"),
                        List.of(
                            new Constraint(
                                "path", Constraint.Operator.LIKE, Optional.of("/mnt/.*")))))))
        .upgradeStrategy(new UpgradeStrategy(0.5, 0))
        .unreachableStrategy(new UnreachableStrategy.Disabled())
        .residency(new Residency(3600, "WAIT_FOREVER"))
        .build();
  }

  public static AppDefinition external() {
    return AppBuilder.of("/ext")
        .cmd("serve")
        .container(
            mesos(
                new Volume.External(
                    "/d",
                    Volume.Mode.RW,
                    new Volume.ExternalDisk(
                        Optional.of("v1"),
                        Optional.of("dvdi"),
                        Optional.of(10),
                        Map.of("dvdi/driver", "rexray"),
                        false))))
        .upgradeStrategy(new UpgradeStrategy(0.5, 0))
        .build();
  }

  private static Container mesos(Volume volume) {
    return new Container(
        Container.Type.MESOS,
        Optional.empty(),
        List.of(volume),
        Optional.empty(),
        Optional.empty());
  }
}
