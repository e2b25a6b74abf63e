package dev.marathon.config;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How we present ourselves to Mesos and where it is.
 *
 * @param hostname name that Mesos and other nodes know us by
 */
public record MesosSettings(
    List<String> master,
    String frameworkName,
    String role,
    String user,
    Duration failoverTimeout,
    boolean checkpoint,
    String hostname,
    Optional<String> webuiUrl,
    Optional<String> principal,
    Optional<String> secret,
    int heartbeatFailures) {

  static MesosSettings from(Config config) {
    return new MesosSettings(
        config.getStringList("master"),
        config.getString("framework-name"),
        config.getString("role"),
        Settings.text(config, "user").orElseGet(() -> System.getProperty("user.name")),
        config.getDuration("failover-timeout"),
        config.getBoolean("checkpoint"),
        Settings.text(config, "hostname").orElseGet(MesosSettings::localHostname),
        Settings.text(config, "webui-url"),
        Settings.text(config, "principal"),
        secret(config),
        config.getInt("heartbeat-failures"));
  }

  private static Optional<String> secret(Config config) {
    var text = Settings.text(config, "secret");
    var file = Settings.text(config, "secret-file");
    if (text.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException("give mesos.secret or mesos.secret-file, not both");
    }
    return file.isPresent() ? file.map(MesosSettings::read) : text;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot read mesos.secret-file " + file, unreadable);
    }
  }

  private static String localHostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
