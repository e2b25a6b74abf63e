package dev.marathon.local;

import dev.marathon.local.master.AgentAttributes;
import dev.marathon.local.master.ResourceText;
import dev.marathon.local.master.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Attribute;

/** Works out from the configuration what each agent has. */
final class AgentPlans {
  private static final long MB = 1024 * 1024;
  private static final int PORTS_BEGIN = 31000;
  private static final int PORTS_EACH = 1000;

  /** One agent, without its id and address. */
  record Plan(
      String hostname,
      String ip,
      Resources resources,
      java.util.List<Attribute> attributes,
      Optional<String> region,
      Optional<String> zone) {}

  private final LocalClusterConfig config;
  private final AgentAttributes attributes;
  private final AgentAttributes.Pattern domain;
  private final Resources resources;

  /**
   * @throws IllegalArgumentException for resources, attributes or domains that cannot be read
   */
  AgentPlans(LocalClusterConfig config) {
    this.config = config;
    attributes = AgentAttributes.parse(config.attributes());
    domain = AgentAttributes.Pattern.of(config.domain());
    resources = ResourceText.parse(config.resources().isBlank() ? machine() : config.resources());
  }

  Plan plan(int index) {
    boolean simulated = config.simulation().isPresent();
    var ip = simulated ? config.host() : loopback(index);
    var place = domain.dealt(index).split("/", 2);
    return new Plan(
        simulated ? "agent-" + (index + 1) : ip,
        ip,
        simulated ? resources : resources.portsShare(index, config.agents()),
        attributes.dealt(index),
        place[0].isEmpty() ? Optional.empty() : Optional.of(place[0]),
        place.length > 1 ? Optional.of(place[1]) : Optional.empty());
  }

  Optional<String> masterRegion() {
    return plan(0).region();
  }

  /** 127.0.0.1, 127.0.0.2 …: all of 127/8 is this machine on Linux. */
  private static String loopback(int index) {
    int host = index + 1;
    return "127." + (host >> 16 & 255) + "." + (host >> 8 & 255) + "." + (host & 255);
  }

  /**
   * As a Mesos agent counts: all cpus; memory less 1 GB and disk less 5 GB, or half of them if
   * small.
   */
  private String machine() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long mem = rest(system.getTotalMemorySize() / MB, 1024);
    long disk = rest(diskMb(config.data()), 5 * 1024);
    int agents = config.agents();
    int ports = Math.min(PORTS_EACH * agents, 65535 - PORTS_BEGIN);
    return String.format(
        Locale.ROOT,
        "cpus:%s;mem:%d;disk:%d;ports:[%d-%d]",
        (double) system.getAvailableProcessors() / agents,
        mem / agents,
        disk / agents,
        PORTS_BEGIN,
        PORTS_BEGIN + ports - 1);
  }

  private static long rest(long total, long reserve) {
    return total > 2 * reserve ? total - reserve : total / 2;
  }

  private static long diskMb(Path path) {
    for (var at = path.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        try {
          return Files.getFileStore(at).getUsableSpace() / MB;
        } catch (IOException e) {
          return 10_000;
        }
      }
    }
    return 10_000;
  }
}
