package dev.marathon.local;

import dev.marathon.local.master.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a local cluster is made of.
 *
 * @param host IPv4 address to listen on
 * @param port of the master; 0: a free one
 * @param data directory for the registry and the agents' sandboxes; kept over restarts
 * @param agents how many
 * @param resources of each agent as {@code cpus:4;mem:4096;disk:10000;ports:[31000-31999]},
 *     reserved ones as {@code cpus(role):1}; several real agents share the ports out. Empty: what
 *     the machine has, shared out
 * @param attributes of each agent as {@code zone:{a,b,c};rack:{1..20}}, where braces are dealt out
 *     round-robin; may be empty
 * @param domain region and zone of each agent as {@code {east,west}/{a,b}}, dealt out likewise; the
 *     master is in the region of the first. May be empty
 * @param simulation how agents only pretend to run tasks; empty: they run them
 * @param credentials that schedulers must present; empty: none
 * @param settings of the master
 */
public record LocalClusterConfig(
    String host,
    int port,
    Path data,
    int agents,
    String resources,
    String attributes,
    String domain,
    Optional<Simulation> simulation,
    Optional<Credentials> credentials,
    Settings settings) {

  public LocalClusterConfig {
    if (agents < 1) {
      throw new IllegalArgumentException("a cluster needs at least one agent");
    }
    if (!host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw new IllegalArgumentException(
          "the local cluster listens on an IPv4 address, not on '" + host + "'");
    }
    settings = settings.withInfinite(simulation.map(Simulation::infinite).orElse(false));
  }

  /** One real agent with what the machine has, on a free loopback port. */
  public static LocalClusterConfig at(Path data) {
    return new LocalClusterConfig(
        "127.0.0.1",
        0,
        data,
        1,
        "",
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Settings.defaults());
  }

  public LocalClusterConfig withAddress(String nowHost, int nowPort) {
    return new LocalClusterConfig(
        nowHost,
        nowPort,
        data,
        agents,
        resources,
        attributes,
        domain,
        simulation,
        credentials,
        settings);
  }

  public LocalClusterConfig withAgents(int now, String nowResources, String nowAttributes) {
    return new LocalClusterConfig(
        host,
        port,
        data,
        now,
        nowResources,
        nowAttributes,
        domain,
        simulation,
        credentials,
        settings);
  }

  public LocalClusterConfig withDomain(String now) {
    return new LocalClusterConfig(
        host, port, data, agents, resources, attributes, now, simulation, credentials, settings);
  }

  public LocalClusterConfig withSimulation(Simulation now) {
    return new LocalClusterConfig(
        host,
        port,
        data,
        agents,
        resources,
        attributes,
        domain,
        Optional.of(now),
        credentials,
        settings);
  }

  public LocalClusterConfig withCredentials(Credentials now) {
    return new LocalClusterConfig(
        host,
        port,
        data,
        agents,
        resources,
        attributes,
        domain,
        simulation,
        Optional.of(now),
        settings);
  }

  public LocalClusterConfig withSettings(Settings now) {
    return new LocalClusterConfig(
        host, port, data, agents, resources, attributes, domain, simulation, credentials, now);
  }

  /** How long after losing contact an agent's tasks are TASK_UNREACHABLE. */
  public LocalClusterConfig withAgentTimeout(Duration now) {
    return withSettings(settings.withAgentTimeout(now));
  }
}
