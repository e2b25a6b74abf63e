package dev.marathon.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.marathon.config.ClusterSettings;
import dev.marathon.config.Settings;
import dev.marathon.store.lease.LeaseTimes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How Akka runs on a node of a cluster. All times follow from the acceptable pause: the failure
 * detector waits for it, the lease lasts twice as long.
 */
record AkkaSettings(Settings settings, Wiring wiring) {

  /** Times of the leases. */
  LeaseTimes lease() {
    return LeaseTimes.of(settings.cluster().acceptablePause().multipliedBy(2));
  }

  Config config() {
    var pause = settings.cluster().acceptablePause();
    var values = new LinkedHashMap<String, Object>();
    values.put("akka.cluster.roles", List.of(wiring.url()));
    values.put("akka.cluster.app-version", ApiWiring.version());
    values.put("akka.cluster.failure-detector.acceptable-heartbeat-pause", millis(pause));
    values.put("akka.cluster.failure-detector.heartbeat-interval", millis(pause.dividedBy(5)));
    values.put("akka.cluster.split-brain-resolver.stable-after", millis(pause.dividedBy(2)));
    values.put(
        "akka.cluster.split-brain-resolver.lease-majority.acquire-lease-delay-for-minority",
        millis(pause.dividedBy(2)));
    values.put(
        "akka.cluster.split-brain-resolver.lease-majority.release-after",
        millis(lease().settled()));
    values.put("marathon-lease.heartbeat-timeout", millis(lease().ttl()));
    values.put("marathon-lease.heartbeat-interval", millis(lease().beat()));
    values.put("marathon-lease.lease-operation-timeout", millis(lease().ttl()));
    values.put("akka.remote.artery.canonical.hostname", wiring.clusterAddress());
    values.put("akka.remote.artery.canonical.port", settings.cluster().port());
    settings
        .cluster()
        .bindAddress()
        .ifPresent(address -> values.put("akka.remote.artery.bind.hostname", address));
    settings.cluster().tls().ifPresent(tls -> values.putAll(tls(tls)));
    return ConfigFactory.parseMap(values)
        .withFallback(ConfigFactory.parseResources("cluster.conf"));
  }

  private static Map<String, Object> tls(ClusterSettings.Tls tls) {
    var files = "akka.remote.artery.ssl.rotating-keys-engine.";
    return Map.of(
        "akka.remote.artery.transport",
        "tls-tcp",
        files + "cert-file",
        tls.certificate(),
        files + "key-file",
        tls.key(),
        files + "ca-cert-file",
        tls.authority());
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
