package dev.marathon.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.agents.OperatorSettings;
import dev.marathon.api.HttpGuard;
import dev.marathon.api.LeaderProxy;
import dev.marathon.api.Traffic;
import dev.marathon.config.OfferSettings;
import dev.marathon.config.Settings;
import dev.marathon.group.GroupSettings;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.mesos.FrameworkSettings;
import dev.marathon.mesos.LaunchSettings;
import dev.marathon.mesos.client.Credentials;
import dev.marathon.mesos.client.MasterSource;
import dev.marathon.mesos.client.MesosClientSettings;
import dev.marathon.offer.MatchSettings;
import dev.marathon.scheduler.SchedulerSettings;
import dev.marathon.spec.AcceptedRoles;
import dev.marathon.spec.ConfigHash;
import dev.marathon.spec.SpecSettings;
import dev.marathon.store.JournalMapper;
import dev.marathon.tls.Trust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * The node's settings in the words of each part.
 *
 * @param settings as read
 * @param entrance where the API really listens, and for whom
 */
record Wiring(Settings settings, Entrance entrance) {

  /** Most bytes of definitions in one change. */
  private static final int MAX_DEFINITION_BYTES = 4 << 20;

  private static final ObjectMapper STORED = JournalMapper.create();

  /** Name under which others reach the API. */
  String leader() {
    return (settings.http().loopback() ? settings.http().address() : settings.mesos().hostname())
        + ":"
        + entrance.port();
  }

  String url() {
    return (entrance.tlsOnly() ? "https://" : "http://") + leader();
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

  HttpGuard guard() {
    var names =
        settings.http().hostNames().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    return new HttpGuard(settings.http().loopback(), names, settings.http().allowOrigins());
  }

  SpecSettings spec() {
    var scheduling = settings.scheduling();
    return new SpecSettings(
        settings.mesos().role(),
        Set.copyOf(scheduling.features()),
        scheduling.defaultNetworkName(),
        scheduling.mesosBridgeName(),
        scheduling.tasks().defaultExecutor(),
        scheduling.maxInstancesPerApp(),
        scheduling.newGroupEnforceRole());
  }

  GroupSettings group() {
    var scheduling = settings.scheduling();
    return new GroupSettings(
        scheduling.maxRunningDeployments(),
        scheduling.localPortMin(),
        scheduling.localPortMax(),
        MAX_DEFINITION_BYTES,
        settings.mesos().role(),
        scheduling.newGroupEnforceRole(),
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
    var usual = SchedulerSettings.DEFAULTS;
    var offers = settings.scheduling().offers();
    var tasks = settings.scheduling().tasks();
    return new SchedulerSettings(
        matching(offers, tasks.defaultExecutor()),
        Set.of(settings.mesos().role()),
        offers.declineFor(),
        usual.declineBriefly(),
        usual.holdUnused(),
        usual.holdForBackoff(),
        usual.holdAtMost(),
        offers.reviveInterval(),
        tasks.killRetry(),
        tasks.killsInFlight(),
        usual.answerWithin(),
        usual.busyRetry(),
        usual.reconcile().withEvery(tasks.reconciliationInterval()));
  }

  private static MatchSettings matching(OfferSettings offers, String defaultExecutor) {
    return new MatchSettings(
        MatchSettings.Placing.valueOf(offers.placement().toUpperCase(Locale.ROOT)),
        AcceptedRoles.valueOf(offers.acceptedRoles().toUpperCase(Locale.ROOT)),
        defaultExecutor,
        MatchSettings.GpuScheduling.valueOf(offers.gpuScheduling().toUpperCase(Locale.ROOT)),
        offers.maintenanceMode(),
        offers.draining(),
        offers.launchesPerRound(),
        MatchSettings.DEFAULTS.explained(),
        MatchSettings.DEFAULTS.explainedInAll());
  }

  LedgerSettings ledger() {
    return new LedgerSettings(
        settings.scheduling().tasks().launchTimeout(), LedgerSettings.DEFAULT.maxStepsAtOnce());
  }

  Traffic traffic() {
    return new Traffic(
        settings.http().compression(),
        settings.http().maxConcurrentRequests(),
        settings.http().logRequests());
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
        MesosClientSettings.defaults(
                MasterSource.parse(String.join(",", mesos.master()), mesos.tls()))
            .withHeartbeatsMissed(mesos.heartbeatFailures())
            .withLaunch(
                new LaunchSettings(
                    scheduling.envVarsPrefix(),
                    scheduling.tasks().defaultExecutor(),
                    scheduling.mesosBridgeName()));
    client = trust(mesos.certificates()).map(client::withTrust).orElse(client);
    return mesos.principal().isPresent() && mesos.secret().isPresent()
        ? client.withCredentials(new Credentials(mesos.principal().get(), mesos.secret().get()))
        : client;
  }

  OperatorSettings operator() {
    var mesos = settings.mesos();
    var agents = mesos.agents();
    var own = login(mesos.principal(), mesos.secret());
    return OperatorSettings.defaults(
        new OperatorSettings.Peer(mesos.mastersTls(), own, trust(mesos.certificates())),
        new OperatorSettings.Peer(
            agents.tls(),
            login(agents.principal(), agents.secret()).or(() -> own),
            trust(agents.certificates())));
  }

  private static Optional<SSLContext> trust(Optional<String> certificates) {
    return certificates.map(file -> Trust.of(Path.of(file)));
  }

  private static Optional<OperatorSettings.Login> login(
      Optional<String> principal, Optional<String> secret) {
    return principal.flatMap(name -> secret.map(text -> new OperatorSettings.Login(name, text)));
  }
}
