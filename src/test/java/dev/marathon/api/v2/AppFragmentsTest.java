package dev.marathon.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import dev.marathon.api.Responses;
import dev.marathon.api.Shown;
import dev.marathon.base.InstanceId;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.instance.Placement;
import dev.marathon.overview.AppView;
import dev.marathon.overview.Overview;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Identity;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

final class AppFragmentsTest {

  private static final AppDefinition WEB = AppBuilder.of("/web").cmd("serve").build();
  private static final AppDefinition API = AppBuilder.of("/api").cmd("serve").build();
  private static final int SIZE = Shown.app(AccessControl.ANYBODY, WEB).toString().length();

  private final Identity reader = AccessControl.ANYBODY;
  private final List<String> written = new ArrayList<>();

  @Test
  void anAppIsWrittenAgainOnlyWhenItHasChanged() {
    var fragments = new AppFragments(10_000);
    var overview = overview(WEB, API);
    var first = get(fragments, overview, WEB);
    get(fragments, overview, API);

    assertThat(get(fragments, overview, WEB)).isEqualTo(first);
    assertThat(first).isEqualTo(Shown.app(reader, WEB).toString());
    assertThat(written).containsExactly("/web", "/api");

    var changed = AppBuilder.of("/web").cmd("serve more").build();
    assertThat(get(fragments, overview(changed, API), changed)).contains("serve more");
    get(fragments, overview(changed, API), API);
    assertThat(written).containsExactly("/web", "/api", "/web");
  }

  @Test
  void partsOfTheLedgerAreWrittenAgainWhenItHasChanged() {
    var fragments = new AppFragments(10_000);
    var before = overview(WEB, API);
    var after = started(before, WEB);
    for (var embed : List.of(Embed.COUNTS, Embed.TASKS, Embed.LAST_TASK_FAILURE)) {
      for (var overview : List.of(before, before, after, after)) {
        get(fragments, Set.of(embed), overview, WEB);
        get(fragments, Set.of(embed), overview, API);
      }
      assertThat(written).as("%s", embed).containsExactly("/web", "/api", "/web");
      written.clear();
    }
    for (var overview : List.of(before, after)) {
      get(fragments, Set.of(), overview, WEB);
    }
    assertThat(written).containsExactly("/web");
  }

  @Test
  void whoMayNotSeeEnvironmentsGetsWhatWasWrittenForSuchReaders() {
    var fragments = new AppFragments(10_000);
    for (var one : List.of(AccessControl.ANYBODY, AccessControl.NOBODY)) {
      var app = fragments.in(overview(WEB), one, Embed.OF_LIST, this::write);
      assertThat(app.apply(WEB)).isSameAs(app.apply(WEB));
    }
    assertThat(written).hasSize(2);
  }

  @Test
  void whatIsBeyondTheLimitMakesAllForgotten() {
    var fragments = new AppFragments(2 * SIZE - 1);
    var overview = overview(WEB, API);
    get(fragments, overview, WEB);
    get(fragments, overview, API);

    get(fragments, overview, WEB);
    assertThat(written).hasSize(3);
    get(fragments, overview, WEB);
    assertThat(written).hasSize(3);
  }

  @Test
  void partsThatChangeByThemselvesAreWrittenEachTime() {
    var fragments = new AppFragments(10_000);
    for (var embed : List.of(Embed.READINESS, Embed.TASK_STATS)) {
      for (int i = 0; i < 2; i++) {
        get(fragments, Set.of(embed), overview(WEB), WEB);
      }
    }
    assertThat(written).hasSize(4);
  }

  private String get(AppFragments fragments, Overview overview, AppDefinition app) {
    return get(fragments, Embed.OF_LIST, overview, app);
  }

  private String get(
      AppFragments fragments, Set<Embed> embeds, Overview overview, AppDefinition app) {
    return Responses.encode(fragments.in(overview, reader, embeds, this::write).apply(app))
        .utf8String();
  }

  private ByteString write(AppView app) {
    written.add(app.definition().id().path());
    return Responses.encode(Shown.app(reader, app.definition()));
  }

  private static Overview overview(AppDefinition... apps) {
    var overview = Overview.EMPTY;
    for (var app : apps) {
      overview =
          with(
              new Overview(
                  overview.group(),
                  overview.definitions().plus(app.id(), app),
                  overview.ledgers(),
                  overview.transients(),
                  HashTreePMap.empty()),
              app,
              new LedgerEvent.TargetSet(app, 1, List.of(), Instant.EPOCH));
    }
    return overview;
  }

  private static Overview started(Overview overview, AppDefinition app) {
    return with(
        overview,
        app,
        new LedgerEvent.InstanceProvisioned(
            new InstanceId(app.id().safe(), new UUID(0, 1)),
            app.id(),
            1,
            app.version(),
            overview
                .ledgers()
                .get(app.id().ledger())
                .app(app.id())
                .orElseThrow()
                .target()
                .configVersion(),
            "*",
            new Placement("id", "host", List.of(), Optional.empty(), Optional.empty(), Map.of()),
            Instant.EPOCH));
  }

  private static Overview with(Overview overview, AppDefinition app, LedgerEvent event) {
    int number = app.id().ledger();
    return new Overview(
        overview.group(),
        overview.definitions(),
        overview.ledgers().with(number, overview.ledgers().get(number).apply(event)),
        overview.transients(),
        overview.marks());
  }
}
