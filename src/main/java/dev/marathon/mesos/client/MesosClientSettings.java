package dev.marathon.mesos.client;

import dev.marathon.mesos.LaunchSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/**
 * How the master is reached, and the limits of the connection to it.
 *
 * @param trust whom to trust where masters speak https, instead of what Java trusts
 * @param heartbeatsMissed after this many heartbeat intervals without any event the stream is taken
 *     for dead
 * @param connectTimeout for a TCP (and TLS) connection, and for a look into ZooKeeper
 * @param answerTimeout for the answer to a call, and for the first event of a stream
 * @param firstPause before the first attempt to connect again; doubled up to {@code longestPause}
 * @param callsUnderWay calls sent and not answered; all of them have an unknown outcome if the
 *     connection breaks
 * @param callsWaiting calls not yet sent; more fail at once
 * @param eventsUnhandled events pushed and not yet {@code Handled}; then reading stops
 * @param recordLimit largest event, bytes
 * @param mayAct whether this node may still lead; asked before each request, above all before a
 *     subscription, which would throw the new leader out
 */
public record MesosClientSettings(
    MasterSource masters,
    Optional<Credentials> credentials,
    Optional<SSLContext> trust,
    LaunchSettings launch,
    int heartbeatsMissed,
    Duration connectTimeout,
    Duration answerTimeout,
    Duration firstPause,
    Duration longestPause,
    int callsUnderWay,
    int callsWaiting,
    int eventsUnhandled,
    int recordLimit,
    BooleanSupplier mayAct) {

  public MesosClientSettings {
    if (heartbeatsMissed < 1 || callsUnderWay < 1 || callsWaiting < 1 || eventsUnhandled < 1) {
      throw new IllegalArgumentException("a limit of the Mesos client is too small");
    }
    if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("pauses must be positive, the longest not the shortest");
    }
  }

  /** What suits most clusters; 64 MiB per event are some 30,000 agents in one offers event. */
  public static MesosClientSettings defaults(MasterSource masters) {
    return new MesosClientSettings(
        masters,
        Optional.empty(),
        Optional.empty(),
        LaunchSettings.defaults(),
        5,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        500,
        40_000,
        256,
        64 << 20,
        () -> true);
  }

  public MesosClientSettings withCredentials(Credentials given) {
    return with(Optional.of(given), trust, launch, heartbeatsMissed, mayAct);
  }

  public MesosClientSettings withTrust(SSLContext given) {
    return with(credentials, Optional.of(given), launch, heartbeatsMissed, mayAct);
  }

  public MesosClientSettings withLaunch(LaunchSettings given) {
    return with(credentials, trust, given, heartbeatsMissed, mayAct);
  }

  public MesosClientSettings withHeartbeatsMissed(int given) {
    return with(credentials, trust, launch, given, mayAct);
  }

  public MesosClientSettings withMayAct(BooleanSupplier given) {
    return with(credentials, trust, launch, heartbeatsMissed, given);
  }

  /** The same masters and limits. */
  private MesosClientSettings with(
      Optional<Credentials> login,
      Optional<SSLContext> trusted,
      LaunchSettings launching,
      int missed,
      BooleanSupplier leads) {
    return new MesosClientSettings(
        masters,
        login,
        trusted,
        launching,
        missed,
        connectTimeout,
        answerTimeout,
        firstPause,
        longestPause,
        callsUnderWay,
        callsWaiting,
        eventsUnhandled,
        recordLimit,
        leads);
  }
}
