package dev.marathon.api.v2;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.api.Encoded;
import dev.marathon.base.AppId;
import dev.marathon.instance.LedgerState;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import java.lang.ref.WeakReference;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Apps as lists showed them last, encoded: a list of 10,000 apps, of which one has changed, encodes
 * that one. It looks into the ledgers that have changed only.
 */
final class AppFragments {

  /** Bytes that are kept in production. */
  static final int MOST = 24 << 20;

  /** What an app counts at least, for the definition that it refers to. */
  private static final int LEAST = 500;

  /** Parts that ledgers tell. */
  private static final Set<Embed> OF_LEDGER =
      EnumSet.of(Embed.COUNTS, Embed.TASKS, Embed.LAST_TASK_FAILURE);

  /** Parts that are known to be the same without writing them, though the ledger has changed. */
  private static final Set<Embed> COMPARED = EnumSet.of(Embed.COUNTS, Embed.DEPLOYMENTS);

  /**
   * @param parts which are shown, and whether with the values of environment variables
   */
  private record Key(AppId app, int parts) {}

  /** A ledger as it was; of each state there is one, so that they are compared by reference. */
  private record Seen(int number, WeakReference<LedgerState> state) {}

  /**
   * @param deployment if it is shown
   * @param seen the ledger, unless more was seen than it had stored
   */
  private record Fragment(
      AppDefinition definition,
      Optional<UUID> deployment,
      TaskCounts counts,
      Optional<Seen> seen,
      int size,
      JsonNode json) {}

  private final Map<Key, Fragment> fragments = new ConcurrentHashMap<>();
  private final Seen[] ledgers = new Seen[AppId.LEDGERS];
  private final int most;
  private int size;

  /**
   * @param most bytes that are kept; with one more all are forgotten, those of removed apps among
   *     them
   */
  AppFragments(int most) {
    this.most = most;
  }

  /**
   * Apps as they are in one overview.
   *
   * @param embeds the parts that are shown besides the definition
   * @param write encodes an app when it has changed, or its parts cannot be compared
   */
  Function<AppDefinition, JsonNode> in(
      Overview overview, Identity reader, Set<Embed> embeds, Function<AppView, ByteString> write) {
    var views = new Views(overview, reader, embeds, write);
    return views.kept() ? views::get : views::written;
  }

  /** What is the same as last time is told by the same reference. */
  private synchronized Seen[] ledgers(Overview overview) {
    for (int i = 0; i < ledgers.length; i++) {
      var state = overview.ledgers().get(i);
      if (ledgers[i] == null || !ledgers[i].state().refersTo(state)) {
        ledgers[i] = new Seen(i, new WeakReference<>(state));
      }
    }
    return ledgers.clone();
  }

  private synchronized void keep(Key key, Fragment fragment) {
    var before = fragments.put(key, fragment);
    size += fragment.size() - (before == null ? 0 : before.size());
    if (size > most) {
      fragments.clear();
      size = 0;
    }
  }

  private final class Views {

    private final Overview overview;
    private final Identity reader;
    private final Set<Embed> embeds;
    private final Function<AppView, ByteString> write;
    private final Seen[] seen;

    Views(
        Overview overview,
        Identity reader,
        Set<Embed> embeds,
        Function<AppView, ByteString> write) {
      this.overview = overview;
      this.reader = reader;
      this.embeds = embeds;
      this.write = write;
      this.seen = ledgers(overview);
      overview.ledgersAhead().forEach(number -> seen[number] = null);
    }

    /** Whether nothing is shown that neither the definition, the tree nor the ledger tells. */
    boolean kept() {
      return !embeds.contains(Embed.READINESS)
          && !embeds.contains(Embed.TASK_STATS)
          && !(embeds.contains(Embed.TASKS) && overview.checksSeen());
    }

    JsonNode written(AppDefinition app) {
      return Encoded.node(write.apply(view(app)), false);
    }

    JsonNode get(AppDefinition app) {
      var id = app.id();
      var key = key(id);
      var deployment =
          embeds.contains(Embed.DEPLOYMENTS) ? overview.deploymentOf(id) : Optional.<UUID>empty();
      var last = Optional.ofNullable(fragments.get(key)).filter(one -> of(one, app, deployment));
      if (last.isPresent() && ledgerIsSame(last.get())) {
        return last.get().json();
      }
      var view = view(app);
      var counts = TaskCounts.of(view.instances());
      var now = Optional.ofNullable(seen[id.ledger()]);
      var fresh =
          last.filter(one -> COMPARED.containsAll(embeds) && one.counts().equals(counts))
              .map(one -> new Fragment(app, deployment, counts, now, one.size(), one.json()))
              .orElseGet(
                  () -> {
                    var json = write.apply(view).compact();
                    return new Fragment(
                        app,
                        deployment,
                        counts,
                        now,
                        Math.max(LEAST, json.length()),
                        Encoded.node(json, true));
                  });
      keep(key, fresh);
      return fresh.json();
    }

    private Key key(AppId id) {
      int parts = reader.may(Right.ENV, id.path()) ? 1 : 0;
      for (var embed : embeds) {
        parts |= 2 << embed.ordinal();
      }
      return new Key(id, parts);
    }

    /** Definitions are replaced, never changed. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean of(Fragment one, AppDefinition app, Optional<UUID> deployment) {
      return one.definition() == app && one.deployment().equals(deployment);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean ledgerIsSame(Fragment one) {
      return embeds.stream().noneMatch(OF_LEDGER::contains)
          || one.seen().map(ledger -> seen[ledger.number()] == ledger).orElse(false);
    }

    private AppView view(AppDefinition app) {
      return overview.app(app.id()).orElseThrow();
    }
  }
}
