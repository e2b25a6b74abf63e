package dev.marathon.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.marathon.config.StoreAddress;
import dev.marathon.config.StoreSettings;
import dev.marathon.store.lease.LeaseTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * A Cassandra cluster, shared by any number of nodes. It does not refuse a second writer, so two
 * nodes are kept apart by the lease alone, which Cassandra decides by a vote of the replicas (its
 * lightweight transactions).
 */
public final class CassandraStore implements Store {

  private static final String DRIVER = "datastax-java-driver";
  private static final List<String> TABLES =
      List.of("messages", "metadata", "all_persistence_ids", "snapshots", "marathon_lease");

  /** Copies of each row in a keyspace that we create, if there are as many hosts. */
  private static final int REPLICAS = 3;

  /** A change of the schema has to reach all hosts. */
  private static final Duration SCHEMA_LIMIT = Duration.ofSeconds(20);

  private final StoreSettings settings;
  private final StoreAddress.Cassandra address;

  public CassandraStore(StoreSettings settings, StoreAddress.Cassandra address) {
    this.settings = settings;
    this.address = address;
  }

  @Override
  public Config config() {
    return ConfigFactory.parseMap(own())
        .withFallback(ConfigFactory.parseResources("cassandra.conf"));
  }

  private Map<String, Object> own() {
    var own = new LinkedHashMap<String, Object>();
    own.put("akka.persistence.cassandra.journal.keyspace", address.keyspace());
    own.put("akka.persistence.cassandra.snapshot.keyspace", address.keyspace());
    own.put(
        DRIVER + ".basic.contact-points", address.hosts().stream().map(Objects::toString).toList());
    address
        .dataCenter()
        .ifPresent(name -> own.put(DRIVER + ".basic.load-balancing-policy.local-datacenter", name));
    settings
        .user()
        .ifPresent(
            user -> {
              own.put(DRIVER + ".advanced.auth-provider.class", "PlainTextAuthProvider");
              own.put(DRIVER + ".advanced.auth-provider.username", user);
              own.put(DRIVER + ".advanced.auth-provider.password", settings.password().orElse(""));
            });
    return own;
  }

  @Override
  public void prepare() throws IOException {
    try (var session = builder(SCHEMA_LIMIT).build()) {
      if (settings.createSchema() && missing(session).isPresent()) {
        create(session);
      }
      require(session);
    } catch (DriverException failure) {
      var message = "cannot use " + this + ": " + failure.getMessage();
      throw hopeless(failure)
          ? new IOException(message, failure)
          : new StoreUnavailable(message, failure);
    }
  }

  @Override
  public Optional<LeaseTable> leases(Duration limit) {
    return Optional.of(new CassandraLeases(() -> builder(limit).build(), address.keyspace()));
  }

  /** A session in the keyspace, closed by the caller. */
  public CqlSession session() throws IOException {
    try {
      return builder(SCHEMA_LIMIT).withKeyspace(address.keyspace()).build();
    } catch (DriverException failure) {
      throw new IOException("cannot use " + this + ": " + failure.getMessage(), failure);
    }
  }

  /** Of sessions that fail at once if no host answers. */
  private CqlSessionBuilder builder(Duration limit) {
    var driver =
        ConfigFactory.parseMap(
                Map.of(
                    DRIVER + ".advanced.reconnect-on-init", false,
                    DRIVER + ".advanced.connection.init-query-timeout", limit,
                    DRIVER + ".basic.request.timeout", limit))
            .withFallback(config())
            .withOnlyPath(DRIVER);
    return CqlSession.builder()
        .withConfigLoader(
            DriverConfigLoader.fromString(driver.root().render(ConfigRenderOptions.concise())));
  }

  private Optional<KeyspaceMetadata> keyspace(CqlSession session) {
    return session.getMetadata().getKeyspace(address.keyspace());
  }

  private Optional<String> missing(CqlSession session) {
    var keyspace = keyspace(session);
    return keyspace.isEmpty()
        ? Optional.of("keyspace " + address.keyspace())
        : TABLES.stream()
            .filter(table -> keyspace.get().getTable(table).isEmpty())
            .findFirst()
            .map(table -> "table " + table);
  }

  private void create(CqlSession session) throws IOException {
    if (keyspace(session).isEmpty()) {
      session.execute(
          "CREATE KEYSPACE IF NOT EXISTS "
              + address.keyspace()
              + " WITH replication = {'class': 'NetworkTopologyStrategy', "
              + replicas(session).entrySet().stream()
                  .map(of -> "'" + of.getKey() + "': " + of.getValue())
                  .collect(Collectors.joining(", "))
              + "}");
    }
    try (var inside = session()) {
      for (var table : statements()) {
        inside.execute(table);
      }
    }
    session.refreshSchema();
  }

  /** With fixed ids, so that nodes that start together create the same tables. */
  private List<String> statements() throws IOException {
    return Ddl.statements("cassandra.cql").stream()
        .map(
            table ->
                table
                    + (table.contains(" WITH ") ? " AND" : " WITH")
                    + " ID = "
                    + UUID.nameUUIDFromBytes(
                        (address.keyspace() + table).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static Map<String, Long> replicas(CqlSession session) {
    return session.getMetadata().getNodes().values().stream()
        .collect(
            Collectors.groupingBy(
                CassandraStore::dataCenter,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.counting(), hosts -> Math.min(REPLICAS, hosts))));
  }

  private static String dataCenter(Node node) {
    return Objects.requireNonNullElse(node.getDatacenter(), "datacenter1");
  }

  private void require(CqlSession session) throws IOException {
    var missing = missing(session);
    if (missing.isPresent()) {
      throw new IOException(
          this
              + " lacks the "
              + missing.get()
              + "; create it (marathon store schema cassandra) or set store.create-schema = true");
    }
    var replication = keyspace(session).orElseThrow().getReplication();
    if (replication.entrySet().stream()
        .filter(of -> !of.getKey().equals("class"))
        .allMatch(of -> of.getValue().equals("1"))) {
      LoggerFactory.getLogger(CassandraStore.class)
          .warn(
              "{} keeps one copy of each row: the loss of one host stops Marathon or loses what it"
                  + " accepted; use a replication of {}",
              this,
              REPLICAS);
    }
  }

  /** What time does not heal: wrong credentials, no right, another schema. */
  private static boolean hopeless(DriverException failure) {
    if (failure instanceof AllNodesFailedException none) {
      var errors = none.getAllErrors().values().stream().flatMap(List::stream).toList();
      return !errors.isEmpty()
          && errors.stream().allMatch(error -> error instanceof AuthenticationException);
    }
    return failure instanceof QueryValidationException || failure instanceof UnauthorizedException;
  }

  @Override
  public String toString() {
    return "cassandra://"
        + address.hosts().stream().map(Objects::toString).collect(Collectors.joining(","))
        + "/"
        + address.keyspace();
  }

  @Override
  public void close() {
    // Sessions belong to those who opened them.
  }
}
