package dev.marathon.store;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.marathon.app.AppRules;
import dev.marathon.app.AppState;
import dev.marathon.app.actor.AppActor;
import dev.marathon.base.AppId;
import dev.marathon.callbacks.CallbackRules;
import dev.marathon.callbacks.CallbackState;
import dev.marathon.callbacks.actor.CallbacksActor;
import dev.marathon.events.EventLogRules;
import dev.marathon.events.EventLogSettings;
import dev.marathon.events.EventLogState;
import dev.marathon.events.actor.EventHub;
import dev.marathon.framework.FrameworkRules;
import dev.marathon.framework.FrameworkState;
import dev.marathon.group.GroupRules;
import dev.marathon.group.GroupSettings;
import dev.marathon.group.GroupState;
import dev.marathon.group.actor.GroupActor;
import dev.marathon.instance.AppLedger;
import dev.marathon.instance.LedgerRules;
import dev.marathon.instance.LedgerSettings;
import dev.marathon.instance.LedgerState;
import dev.marathon.instance.actor.InstanceLedgerActor;
import dev.marathon.owner.Owner;
import dev.marathon.owner.OwnerPorts;
import dev.marathon.owner.OwnerSettings;
import dev.marathon.owner.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Upgrades: whole journals as released versions left them, tables and all, are opened and read by
 * every owner to what was in them. Beside each file in {@code /journal} is what it holds.
 */
class OldJournalTest {

  private static final Duration LATER = Duration.ofSeconds(60);
  private static final EventLogSettings LOG =
      new EventLogSettings(Duration.ofDays(10_000), 100_000);

  @TempDir Path directory;

  private ActorTestKit kit;

  @AfterEach
  void stop() {
    if (kit != null) {
      kit.shutdownTestKit();
    }
  }

  private static InputStream resource(String name) {
    return OldJournalTest.class.getResourceAsStream("/journal/" + name);
  }

  private void open(String release) throws IOException {
    var file = directory.resolve("journal.db");
    try (var packed = new GZIPInputStream(resource(release + ".db.gz"))) {
      Files.copy(packed, file);
    }
    SqliteJournal.create(file);
    kit =
        ActorTestKit.create(
            "old-journal",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(SqliteJournal.config(file))
                .withFallback(ConfigFactory.parseResources("akka.conf"))
                .withFallback(ConfigFactory.load()));
  }

  /** What an owner of that name knows; its journal is only read. */
  private <C, E, S, X, R> S read(String owner, Rules<C, E, S, X, R> rules) {
    var read = kit.<Object>createTestProbe();
    var actor =
        kit.spawn(
            Owner.create(
                new OwnerSettings(
                    owner,
                    OwnerSettings.REHEARSAL,
                    1_000,
                    InstantSource.system(),
                    UUID::randomUUID),
                rules,
                new OwnerPorts<>(
                    recovered -> read.ref().tell(recovered.held().state()),
                    published -> {},
                    effect -> {},
                    failure -> read.ref().tell(failure))));
    var answer = read.receiveMessage(LATER);
    kit.stop(actor);
    if (answer instanceof Throwable unreadable) {
      throw new AssertionError(owner, unreadable);
    }
    @SuppressWarnings("unchecked")
    var state = (S) answer;
    return state;
  }

  private List<String> content() {
    var lines = new ArrayList<String>();
    FrameworkState framework = read("Framework", new FrameworkRules());
    lines.add("framework " + framework.frameworkId().orElse("-"));
    GroupState group =
        read(
            GroupActor.PERSISTENCE_ID,
            new GroupRules(
                new GroupSettings(
                    100, 10_000, 20_000, 1_000_000, "*", false, app -> "", app -> 500)));
    lines.add("root " + group.version() + ", change " + group.order());
    group.tree().groups().keySet().forEach(id -> lines.add("group " + id));
    group
        .tree()
        .apps()
        .forEach(
            (id, pointer) -> {
              lines.add(
                  "pointer %s %s, %s x %d, needs %s, ports %s"
                      .formatted(
                          id,
                          pointer.version(),
                          pointer.configHash(),
                          pointer.instances(),
                          pointer.dependencies(),
                          pointer.servicePorts()));
              lines.add(
                  "app " + id + " " + app(read(AppActor.persistenceId(id), new AppRules(50))));
            });
    lines.add("app /gone " + app(read("App|/gone", new AppRules(50))));
    for (int i = 0; i < AppId.LEDGERS; i++) {
      LedgerState ledger =
          read(InstanceLedgerActor.persistenceId(i), new LedgerRules(LedgerSettings.DEFAULT));
      new TreeMap<>(byName(ledger)).forEach((id, app) -> lines.add("ledger " + id + " " + app));
    }
    for (var log : List.of(EventHub.PERSISTENCE_ID, "Audit")) {
      EventLogState events = read(log, new EventLogRules(LOG));
      int kept = events.kept().stream().mapToInt(batch -> batch.events().count()).sum();
      lines.add(log + " " + kept + " kept, last " + events.last());
    }
    CallbackState callbacks = read(CallbacksActor.PERSISTENCE_ID, new CallbackRules());
    callbacks
        .endpoints()
        .forEach((url, endpoint) -> lines.add("callback " + url + " at " + endpoint.position()));
    return lines;
  }

  private static Map<String, String> byName(LedgerState ledger) {
    return ledger.apps().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().toString(), e -> told(e.getValue())));
  }

  private static String told(AppLedger app) {
    var conditions =
        app.instances()
            .map(i -> i.condition() + " of " + i.configVersion() + " at " + i.placement().host())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return "wants " + app.target().definition().instances() + ", has " + conditions;
  }

  private static String app(AppState state) {
    return state.definitions().stream()
            .map(d -> d.version() + " " + d.cmd().orElse("-") + " x " + d.instances())
            .collect(Collectors.joining("; "))
        + "; active "
        + state.active().map(Object::toString).orElse("none");
  }

  @Test
  void theJournalOfTheFirstReleaseIsReadToWhatItHolds() throws IOException {
    open("1.12.0");

    String expected;
    try (var in = resource("1.12.0.txt")) {
      expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(String.join("\n", content()) + "\n").isEqualTo(expected);
  }
}
