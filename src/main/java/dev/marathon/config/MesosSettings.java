package dev.marathon.config;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How we present ourselves to Mesos and where it is.
 *
 * @param tls whether masters speak https that are named without a scheme
 * @param certificates file of those of masters to trust, instead of what Java trusts
 * @param hostname name that Mesos and other nodes know us by
 */
public record MesosSettings(
    List<String> master,
    boolean tls,
    Optional<String> certificates,
    String frameworkName,
    String role,
    String user,
    Duration failoverTimeout,
    boolean checkpoint,
    String hostname,
    Optional<String> webuiUrl,
    Optional<String> leaderUiUrl,
    Optional<String> principal,
    Optional<String> secret,
    int heartbeatFailures,
    Agents agents) {

  public MesosSettings {
    if (heartbeatFailures < 1) {
      throw new IllegalArgumentException(
          "mesos.heartbeat-failures must be at least 1, not " + heartbeatFailures);
    }
  }

  /**
   * How the node asks agents for files of tasks.
   *
   * @param tls whether agents speak https
   * @param certificates file of those to trust, instead of what Java trusts
   */
  public record Agents(
      boolean tls,
      Optional<String> certificates,
      Optional<String> principal,
      Optional<String> secret) {

    private static Agents from(Config config) {
      var principal = Settings.text(config, "principal");
      var secret = Settings.secret(config, "mesos.agents", "secret");
      if (principal.isPresent() != secret.isPresent()) {
        throw new IllegalArgumentException(
            "mesos.agents.principal and mesos.agents.secret go together");
      }
      return new Agents(
          config.getBoolean("tls"), Settings.text(config, "certificates"), principal, secret);
    }
  }

  static MesosSettings from(Config config) {
    return new MesosSettings(
        config.getStringList("master"),
        config.getBoolean("tls"),
        Settings.text(config, "certificates"),
        config.getString("framework-name"),
        config.getString("role"),
        Settings.text(config, "user").orElseGet(() -> System.getProperty("user.name")),
        config.getDuration("failover-timeout"),
        config.getBoolean("checkpoint"),
        Settings.text(config, "hostname").orElseGet(MesosSettings::localHostname),
        Settings.text(config, "webui-url"),
        Settings.text(config, "leader-ui-url"),
        Settings.text(config, "principal"),
        Settings.secret(config, "mesos", "secret"),
        config.getInt("heartbeat-failures"),
        Agents.from(config.getConfig("agents")));
  }

  /** Whether the leading master speaks https. */
  public boolean mastersTls() {
    return tls || master.stream().anyMatch(each -> each.startsWith("https:"));
  }

  /** Web interface of a master that leads. */
  public String masterUi(String host, int port) {
    return leaderUiUrl.orElseGet(
        () -> (mastersTls() ? "https://" : "http://") + host + ":" + port + "/");
  }

  private static String localHostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
