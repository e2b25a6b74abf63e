package dev.marathon.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.api.HttpGuard;
import dev.marathon.api.LeaderProxy;
import dev.marathon.config.Settings;
import dev.marathon.group.GroupSettings;
import dev.marathon.mesos.FrameworkSettings;
import dev.marathon.mesos.LaunchSettings;
import dev.marathon.mesos.client.Credentials;
import dev.marathon.mesos.client.MasterSource;
import dev.marathon.mesos.client.MesosClientSettings;
import dev.marathon.offer.MatchSettings;
import dev.marathon.scheduler.SchedulerSettings;
import dev.marathon.spec.ConfigHash;
import dev.marathon.spec.SpecSettings;
import dev.marathon.store.JournalMapper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The node's settings in the words of each part.
 *
 * @param settings as read
 * @param httpPort where the API really listens
 */
record Wiring(Settings settings, int httpPort) {

  /** Most bytes of definitions in one change. */
  private static final int MAX_DEFINITION_BYTES = 4 << 20;

  private static final ObjectMapper STORED = JournalMapper.create();

  /** Name under which others reach the API. */
  String leader() {
    return (loopback() ? settings.http().address() : settings.mesos().hostname()) + ":" + httpPort;
  }

  String url() {
    return "http://" + leader();
  }

  LeaderProxy.Limits proxy() {
    return new LeaderProxy.Limits(
        leader(),
        settings.cluster().proxyConnectTimeout(),
        settings.cluster().proxyReadTimeout(),
        settings.cluster().proxyConnections());
  }

  /** Name under which other nodes reach this one. */
  String clusterAddress() {
    return settings
        .cluster()
        .address()
        .orElseGet(() -> wildcard() ? settings.mesos().hostname() : settings.http().address());
  }

  private boolean wildcard() {
    try {
      return InetAddress.getByName(settings.http().address()).isAnyLocalAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  boolean loopback() {
    try {
      return InetAddress.getByName(settings.http().address()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  HttpGuard guard() {
    var names =
        settings.http().hostNames().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    return new HttpGuard(loopback(), names, Set.of());
  }

  SpecSettings spec() {
    var scheduling = settings.scheduling();
    return new SpecSettings(
        settings.mesos().role(),
        Set.copyOf(scheduling.features()),
        scheduling.defaultNetworkName(),
        scheduling.mesosBridgeName(),
        scheduling.maxInstancesPerApp(),
        false);
  }

  GroupSettings group() {
    var scheduling = settings.scheduling();
    return new GroupSettings(
        scheduling.maxRunningDeployments(),
        scheduling.localPortMin(),
        scheduling.localPortMax(),
        MAX_DEFINITION_BYTES,
        settings.mesos().role(),
        false,
        ConfigHash::of,
        definition -> {
          try {
            return STORED.writeValueAsBytes(definition).length;
          } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a definition has a stored form", impossible);
          }
        });
  }

  SchedulerSettings scheduler() {
    var placing =
        settings.scheduling().placement().equals("pack")
            ? MatchSettings.Placing.PACK
            : MatchSettings.Placing.SPREAD;
    return SchedulerSettings.DEFAULTS
        .withMatching(MatchSettings.DEFAULTS.withPlacing(placing))
        .withRoles(Set.of(settings.mesos().role()))
        .withDeclineFor(settings.scheduling().declineOfferDuration());
  }

  FrameworkSettings framework() {
    var mesos = settings.mesos();
    return new FrameworkSettings(
        mesos.frameworkName(),
        mesos.user(),
        Set.of(mesos.role()),
        mesos.failoverTimeout(),
        mesos.checkpoint(),
        Optional.of(mesos.hostname()),
        mesos.webuiUrl().or(() -> Optional.of(url())),
        mesos.principal(),
        settings.scheduling().features().contains(SpecSettings.GPU_RESOURCES));
  }

  MesosClientSettings client() {
    var mesos = settings.mesos();
    var scheduling = settings.scheduling();
    var client =
        MesosClientSettings.defaults(MasterSource.parse(String.join(",", mesos.master()), false))
            .withLaunch(
                new LaunchSettings(
                    scheduling.envVarsPrefix(), "//cmd", scheduling.mesosBridgeName()));
    return mesos.principal().isPresent() && mesos.secret().isPresent()
        ? client.withCredentials(new Credentials(mesos.principal().get(), mesos.secret().get()))
        : client;
  }
}
