package dev.marathon.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.api.Shown;
import dev.marathon.overview.AppView;
import dev.marathon.security.AccessControl;
import dev.marathon.security.Identity;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AppFragmentsTest {

  private static final AppDefinition WEB = AppBuilder.of("/web").cmd("serve").build();
  private static final AppDefinition API = AppBuilder.of("/api").cmd("serve").build();

  private final Identity reader = AccessControl.ANYBODY;
  private int written;

  @Test
  void anAppIsWrittenAgainOnlyWhenItHasChanged() {
    var fragments = new AppFragments(10_000);
    var first = get(fragments, view(WEB, Optional.empty()));

    assertThat(get(fragments, view(WEB, Optional.empty()))).isEqualTo(first);
    assertThat(first).isEqualTo(Shown.app(reader, WEB).toString());
    assertThat(written).isEqualTo(1);

    get(fragments, view(WEB, Optional.of(new UUID(0, 1))));
    assertThat(written).isEqualTo(2);

    var changed = AppBuilder.of("/web").cmd("serve more").build();
    assertThat(get(fragments, view(changed, Optional.empty()))).contains("serve more");
    assertThat(written).isEqualTo(3);
  }

  @Test
  void whatIsBeyondTheLimitMakesAllForgotten() {
    int size = Shown.app(reader, WEB).toString().length();
    var fragments = new AppFragments(2 * size - 1);
    get(fragments, view(WEB, Optional.empty()));
    get(fragments, view(API, Optional.empty()));

    get(fragments, view(WEB, Optional.empty()));
    assertThat(written).isEqualTo(3);
    get(fragments, view(WEB, Optional.empty()));
    assertThat(written).isEqualTo(3);
  }

  @Test
  void partsThatChangeByThemselvesAreWrittenEachTime() {
    var fragments = new AppFragments(10_000);
    for (int i = 0; i < 2; i++) {
      get(fragments, Set.of(Embed.TASKS), view(WEB, Optional.empty()));
    }
    assertThat(written).isEqualTo(2);
  }

  private String get(AppFragments fragments, AppView app) {
    return get(fragments, Embed.OF_LIST, app);
  }

  private String get(AppFragments fragments, Set<Embed> embeds, AppView app) {
    return fragments
        .get(
            reader,
            embeds,
            app,
            () -> {
              written++;
              return Shown.app(reader, app.definition());
            })
        .toString();
  }

  private static AppView view(AppDefinition app, Optional<UUID> deployment) {
    return new AppView(app, List.of(), Optional.empty(), deployment, Optional.empty());
  }
}
