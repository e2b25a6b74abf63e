package dev.marathon.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The configuration part of {@code /v2/info}: effective values under the original's names. No
 * credentials.
 */
final class InfoJson {

  private InfoJson() {}

  static ObjectNode of(Wiring wiring) {
    var json = JsonNodeFactory.instance.objectNode();
    json.set("marathon_config", marathon(wiring));
    json.set("zookeeper_config", zookeeper());
    json.putObject("http_config")
        .put("http_port", wiring.entrance().http().orElse(wiring.settings().http().port()))
        .put("https_port", wiring.entrance().https().orElse(8_443));
    return json;
  }

  private static ObjectNode marathon(Wiring wiring) {
    var mesos = wiring.settings().mesos();
    var scheduling = wiring.settings().scheduling();
    var scheduler = wiring.scheduler();
    var cluster = wiring.settings().cluster();
    var json = JsonNodeFactory.instance.objectNode();
    var origins = wiring.settings().http().allowOrigins();
    if (origins.isEmpty()) {
      json.putNull("access_control_allow_origin");
    } else {
      var list = json.putArray("access_control_allow_origin");
      origins.stream().sorted().forEach(list::add);
    }
    json.put("checkpoint", mesos.checkpoint());
    json.put("decline_offer_duration", scheduling.offers().declineFor().toMillis());
    json.put("default_network_name", scheduling.defaultNetworkName().orElse(null));
    json.put("env_vars_prefix", scheduling.envVarsPrefix().orElse(null));
    json.put("executor", scheduling.tasks().defaultExecutor());
    json.put("failover_timeout", mesos.failoverTimeout().toSeconds());
    var features = json.putArray("features");
    scheduling.features().forEach(features::add);
    json.put("framework_name", mesos.frameworkName());
    json.put("ha", true);
    json.put("hostname", mesos.hostname());
    json.put("launch_token", scheduler.matching().launchesPerRound());
    json.put("launch_token_refresh_interval", 0);
    json.put("leader_proxy_connection_timeout_ms", cluster.proxyConnectTimeout().toMillis());
    json.put("leader_proxy_read_timeout_ms", cluster.proxyReadTimeout().toMillis());
    json.put("local_port_max", scheduling.localPortMax());
    json.put("local_port_min", scheduling.localPortMin());
    json.put("master", String.join(",", mesos.master()).replaceAll("//[^/@,]*@", "//"));
    json.put("max_instances_per_offer", scheduler.matching().launchesPerRound());
    json.put("mesos_bridge_name", scheduling.mesosBridgeName());
    json.put("mesos_heartbeat_failure_threshold", mesos.heartbeatFailures());
    json.put("mesos_heartbeat_interval", 15_000);
    json.put("mesos_leader_ui_url", mesos.leaderUiUrl().orElse(null));
    json.put("mesos_role", mesos.role());
    json.put("mesos_user", mesos.user());
    json.put("new_group_enforce_role", scheduling.newGroupEnforceRole() ? "Top" : "Off");
    json.put("min_revive_offers_interval", scheduler.reviveInterval().toMillis());
    json.put("offer_matching_timeout", 3_000);
    json.put("on_elected_prepare_timeout", 180_000);
    json.put("reconciliation_initial_delay", 15_000);
    json.put("reconciliation_interval", scheduling.tasks().reconciliationInterval().toMillis());
    json.put("scale_apps_initial_delay", 15_000);
    json.put("scale_apps_interval", 300_000);
    json.put("store_cache", true);
    json.put("task_launch_confirm_timeout", scheduling.tasks().launchTimeout().toMillis());
    json.put("task_launch_timeout", scheduling.tasks().launchTimeout().toMillis());
    json.put("task_lost_expunge_initial_delay", 300_000);
    json.put("task_lost_expunge_interval", 30_000);
    json.put("task_reservation_timeout", 20_000);
    json.put("webui_url", mesos.webuiUrl().orElse(null));
    json.put("maintenance_mode", scheduling.offers().maintenanceMode());
    return json;
  }

  /** State is not in ZooKeeper; clients still expect the keys with their old defaults. */
  private static ObjectNode zookeeper() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("zk", "")
        .put("zk_compression", true)
        .put("zk_compression_threshold", 65_536)
        .put("zk_connection_timeout", 10_000)
        .put("zk_max_node_size", 1_024_000)
        .put("zk_max_versions", 50)
        .put("zk_session_timeout", 10_000)
        .put("zk_timeout", 10_000);
  }
}
